import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';

/** A group of a pool's users. */
export interface Group {
  readonly poolId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  /** The lower, the more important; a group without one is the least important. */
  readonly precedence: number | undefined;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/** A group as answers show it: what is not set is left out. */
export const describeGroup = (group: Group): GroupType => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  ...(group.description !== undefined && { Description: group.description }),
  ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
  ...(group.precedence !== undefined && { Precedence: group.precedence }),
  LastModifiedDate: group.modifiedAt,
  CreationDate: group.createdAt,
});

/** What tokens say of a user's groups; absent where there is nothing to say. */
export interface GroupClaims {
  /** All names, the most important first. */
  readonly 'cognito:groups'?: readonly string[];
  readonly 'cognito:roles'?: readonly string[];
  readonly 'cognito:preferred_role'?: string;
}

/** A membership as tokens need it. */
export type Membership = Pick<Group, 'name' | 'roleArn' | 'precedence'>;

/**
 * The claims about a user's groups, given in the order of their precedence. The preferred role is that of the lowest precedence;
 * where groups of the same lowest precedence have different roles there is none.
 */
export const groupClaims = (memberships: readonly Membership[]): GroupClaims => {
  const roles = [...new Set(memberships.flatMap(({ roleArn }) => roleArn ?? []))];
  const withRole = memberships.filter(({ roleArn }) => roleArn !== undefined);
  const lowest = Math.min(...withRole.map(rank));
  const preferred = new Set(withRole.filter((group) => rank(group) === lowest).map(({ roleArn }) => roleArn));
  const [only] = preferred.size === 1 ? preferred : [];
  return {
    ...(memberships.length > 0 && { 'cognito:groups': memberships.map(({ name }) => name) }),
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(only !== undefined && { 'cognito:preferred_role': only }),
  };
};

const rank = ({ precedence }: Membership): number => precedence ?? Number.MAX_SAFE_INTEGER;
