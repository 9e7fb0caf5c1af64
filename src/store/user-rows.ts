import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import type { Attributes, MfaFactor, User } from '#domain/user.js';
import { aliasKey, usernameKey } from '#domain/usernames.js';

/** Which user. */
export interface UserKey {
  readonly poolId: string;
  readonly sub: string;
}

/** A row of `users` as every statement selects it. */
export interface UserRow {
  poolId: string;
  sub: string;
  username: string;
  attemptsKey: string;
  status: UserStatusType;
  enabled: boolean;
  passwordDisabled: boolean;
  attributes: Record<string, string>;
  mfaEnabled: MfaFactor[];
  mfaPreferred: MfaFactor | null;
  createdAt: Date;
  modifiedAt: Date;
}

/** The columns of a {@link UserRow}, of the table under the name `u`. */
export const userColumns = `u.pool_id, u.sub, u.username, u.attempts_key, u.status, u.enabled, u.password_disabled, u.attributes,
  u.mfa_enabled, u.mfa_preferred, u.created_at, u.modified_at`;

/** The user of a row, which may have other columns beside. */
export const toUser = (row: UserRow): User => ({
  poolId: row.poolId,
  sub: row.sub,
  username: row.username,
  status: row.status,
  enabled: row.enabled,
  passwordDisabled: row.passwordDisabled,
  attributes: row.attributes,
  mfa: { enabled: row.mfaEnabled, preferred: row.mfaPreferred ?? undefined },
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});

/** A user's groups, the most important first, as one column of a statement that has the user under the name `u`; null for none. */
export const membershipsColumn = `(select jsonb_agg(jsonb_build_object('name', g.name, 'roleArn', g.role_arn, 'precedence', g.precedence)
     order by g.precedence nulls last, g.name)
   from group_members m join groups g on g.pool_id = m.pool_id and g.name = m.group_name
   where m.pool_id = u.pool_id and m.sub = u.sub) as memberships`;

/** What that column holds. */
export type MembershipsValue = { name: string; roleArn: string | null; precedence: number | null }[] | null;

/** The groups out of that column. */
export const toMemberships = (value: MembershipsValue): Membership[] =>
  (value ?? []).map(({ name, roleArn, precedence }) => ({
    name,
    roleArn: roleArn ?? undefined,
    precedence: precedence ?? undefined,
  }));

/** What a typed name is compared with: a null is never equal to anything. */
export interface NameKeys {
  readonly name: string;
  readonly usernameKey: string;
  readonly emailKey: string | null;
  readonly phoneNumberKey: string | null;
  readonly preferredUsernameKey: string | null;
}

/** The keys under which a typed name may lead to a user: by its name, its sub, and the aliases that the pool has. */
export const nameKeys = (pool: Pool, name: string): NameKeys => {
  const kinds = new Set<string>([
    ...(pool.settings.UsernameAttributes ?? []),
    ...(pool.settings.AliasAttributes ?? []),
  ]);
  return {
    name,
    usernameKey: usernameKey(pool, name),
    emailKey: kinds.has('email') ? aliasKey(pool, 'email', name) : null,
    phoneNumberKey: kinds.has('phone_number') ? aliasKey(pool, 'phone_number', name) : null,
    preferredUsernameKey: kinds.has('preferred_username') ? aliasKey(pool, 'preferred_username', name) : null,
  };
};

/**
 * The sub that a typed name leads to: username first, then sub, then the address that is an alias, then the preferred username.
 * (No text is an e-mail address and a phone number.)
 */
export const subOfName = `coalesce(
  (select sub from users where pool_id = :poolId and username_key = :usernameKey),
  (select sub from users where pool_id = :poolId and sub = :name),
  (select sub from aliases where pool_id = :poolId and (key, kind) in
      ((:emailKey::text, 'email'), (:phoneNumberKey::text, 'phone_number'), (:preferredUsernameKey::text, 'preferred_username'))
    order by kind = 'preferred_username' limit 1))`;

/** The columns that ListUsers searches; null where the user has no such attribute. */
export interface SearchKeys {
  readonly emailKey: string | null;
  readonly phoneNumberKey: string | null;
  readonly preferredUsernameKey: string | null;
  readonly nameKey: string | null;
  readonly givenNameKey: string | null;
  readonly familyNameKey: string | null;
}

/** Longer values would not fit into an index; a filter has at most 256 characters, so fewer than these would be wrong. */
const searchedCharacters = 256;

const searchKey = (value: string | undefined): string | null =>
  value === undefined ? null : Array.from(value).slice(0, searchedCharacters).join('');

/** E-mail addresses and preferred usernames are searched in the form in which the pool compares them. */
export const searchKeys = (pool: Pool, attributes: Attributes): SearchKeys => {
  const folded = (name: string): string | undefined => {
    const value = attributes[name];
    return value === undefined ? undefined : usernameKey(pool, value);
  };
  return {
    emailKey: searchKey(folded('email')),
    phoneNumberKey: searchKey(attributes['phone_number']),
    preferredUsernameKey: searchKey(folded('preferred_username')),
    nameKey: searchKey(attributes['name']),
    givenNameKey: searchKey(attributes['given_name']),
    familyNameKey: searchKey(attributes['family_name']),
  };
};
