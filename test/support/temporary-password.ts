import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { asList } from './attributes.js';
import type { TestPool } from './pool.js';
import { sdkClient } from './sdk-client.js';
import { watchedFetch } from './watched-fetch.js';

const cognito = sdkClient(watchedFetch);

export interface Invited {
  readonly name: string;
  /** The temporary one. */
  readonly password: string;
}

/** Makes a user who has a temporary password. */
export const invite = async (
  pool: TestPool,
  name = 'maya',
  { password = 'Temporary-horse-1', attributes = {} }: { password?: string; attributes?: Record<string, string> } = {},
): Promise<Invited> => {
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.id,
      Username: name,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: password,
      UserAttributes: asList(attributes),
    }),
  );
  return { name, password };
};

/** Gives a user a password, a temporary one unless the options say otherwise. */
export const setPassword = async (
  pool: TestPool,
  name: string,
  password: string,
  { permanent = false } = {},
): Promise<void> => {
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId: pool.id, Username: name, Password: password, Permanent: permanent }),
  );
};
