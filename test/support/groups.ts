import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  type CognitoIdentityProviderClient,
  type CreateGroupCommandInput,
  type GroupType,
} from '@aws-sdk/client-cognito-identity-provider';
import { present, type TestPool } from './pool.js';
import { invalid } from './refusals.js';

type GroupSettings = Partial<Omit<CreateGroupCommandInput, 'UserPoolId' | 'GroupName'>>;

/** Makes a group. */
export const newGroup = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  name: string,
  settings: GroupSettings = {},
): Promise<GroupType> => {
  const command = new CreateGroupCommand({ UserPoolId: pool.id, GroupName: name, ...settings });
  return present((await cognito.send(command)).Group);
};

/** Puts a user into groups that exist. */
export const join = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  user: { readonly name: string },
  ...names: readonly string[]
): Promise<void> => {
  for (const GroupName of names)
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: pool.id, Username: user.name, GroupName }));
};

/** The ARN of a role that groups give. */
export const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;

export const groupNotFound = { name: 'ResourceNotFoundException', message: 'Group not found.' };
export const userNotFound = { name: 'UserNotFoundException', message: 'User does not exist.' };
export const foreignToken = invalid('Invalid pagination token.');
