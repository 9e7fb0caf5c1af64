import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
  type CodeDeliveryDetailsType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList, asRecord } from './attributes.js';
import type { PoolSettings, TestPool } from './pool.js';

/** A client that sends commands. */
type Client = CognitoIdentityProviderClient;

/** A pool's setting by which a new address waits until it is verified. */
export const verifiedFirst: PoolSettings = {
  AutoVerifiedAttributes: ['email'],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
};

/** An address that no other test writes to. */
export const addressOf = (pool: TestPool, name: string): string => `${name}@${pool.id.toLowerCase()}.example.com`;

/** Updates the bearer's own attributes, and says where codes went. */
export const update = async (
  client: Client,
  accessToken: string,
  attributes: Readonly<Record<string, string>>,
): Promise<CodeDeliveryDetailsType[] | undefined> => {
  const command = new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes: asList(attributes) });
  return (await client.send(command)).CodeDeliveryDetailsList;
};

/** Verifies the bearer's e-mail address. */
export const verifyEmail = (client: Client, accessToken: string, Code: string) =>
  client.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }));

/** Updates a user's attributes as an administrator. */
export const adminUpdate = (
  client: Client,
  pool: TestPool,
  name: string,
  attributes: Readonly<Record<string, string>>,
) =>
  client.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: pool.id,
      Username: name,
      UserAttributes: asList(attributes),
    }),
  );

/** A user's attributes by name, without the sub. */
export const attributesOf = async (
  client: Client,
  pool: TestPool,
  name: string,
): Promise<Record<string, string | undefined>> => {
  const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: name }));
  const { sub: _, ...attributes } = asRecord(UserAttributes);
  return attributes;
};

export const aliasExists = (kind: string) => ({
  name: 'AliasExistsException',
  message: `An account with the given ${kind} already exists.`,
});
export const codeMismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
export const expiredCode = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
};
export const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};
