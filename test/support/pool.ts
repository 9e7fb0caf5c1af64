import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** A user pool of one test with one app client. */
export interface TestPool {
  readonly id: string;
  readonly arn: string;
  readonly client: TestClient;
  /** Makes another app client. */
  newClient(settings?: ClientSettings): Promise<TestClient>;
  /** Makes a confirmed user with a permanent password. */
  user(name: string, options?: UserOptions): Promise<TestUser>;
}

export interface TestClient {
  readonly id: string;
  /** Undefined for a public client. */
  readonly secret: string | undefined;
  /** The `SecretHash` member of a request about this user; none for a public client. */
  secretHash(username: string): { SecretHash?: string };
}

export interface TestUser {
  /** As given: what the user signs in with. */
  readonly name: string;
  readonly password: string;
  readonly sub: string;
  /** Signs in by password through the pool's own client, or another one. */
  signIn(client?: TestClient): Promise<Tokens>;
}

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

export type PoolSettings = Partial<CreateUserPoolCommandInput> & { client?: ClientSettings };
export type ClientSettings = Partial<Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>>;

export interface UserOptions {
  readonly password?: string;
  /** By name; an e-mail address comes verified unless the options say otherwise. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A maker of pools: AWS's defaults, but for what the test says. */
export const poolMaker =
  (cognito: CognitoIdentityProviderClient, anonymous: CognitoIdentityProviderClient) =>
  async ({ client: clientSettings, ...settings }: PoolSettings = {}): Promise<TestPool> => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'test', ...settings }));
    const [id, arn] = [present(UserPool?.Id), present(UserPool?.Arn)];
    const newClient = (own: ClientSettings = {}) => makeClient(cognito, id, own);
    const client = await newClient(clientSettings);
    return {
      id,
      arn,
      client,
      newClient,
      user: (name, options) => makeUser({ cognito, anonymous }, { id, client }, name, options),
    };
  };

const makeClient = async (
  cognito: CognitoIdentityProviderClient,
  poolId: string,
  settings: ClientSettings,
): Promise<TestClient> => {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'test',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...settings,
    }),
  );
  const [id, secret] = [present(UserPoolClient?.ClientId), UserPoolClient?.ClientSecret];
  return {
    id,
    secret,
    secretHash: (username) =>
      secret === undefined
        ? {}
        : {
            SecretHash: createHmac('sha256', secret)
              .update(username + id)
              .digest('base64'),
          },
  };
};

const makeUser = async (
  { cognito, anonymous }: { cognito: CognitoIdentityProviderClient; anonymous: CognitoIdentityProviderClient },
  pool: { id: string; client: TestClient },
  name: string,
  { password = 'Correct-horse-1', attributes = {} }: UserOptions = {},
): Promise<TestUser> => {
  const user = { UserPoolId: pool.id, Username: name };
  const withDefaults = { ...(attributes['email'] !== undefined && { email_verified: 'true' }), ...attributes };
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(withDefaults).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(user));
  return {
    name,
    password,
    sub: present(UserAttributes.find(({ Name }) => Name === 'sub')?.Value),
    signIn: async (client = pool.client) => signIn(anonymous, client, name, password),
  };
};

const signIn = async (
  anonymous: CognitoIdentityProviderClient,
  client: TestClient,
  name: string,
  password: string,
): Promise<Tokens> => {
  const { SecretHash } = client.secretHash(name);
  const { AuthenticationResult } = await anonymous.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.id,
      AuthParameters: { USERNAME: name, PASSWORD: password, ...(SecretHash && { SECRET_HASH: SecretHash }) },
    }),
  );
  return toTokens(AuthenticationResult);
};

/** The tokens of a sign-in. Throws when one is missing. */
const toTokens = (result: AuthenticationResultType | undefined): Tokens => ({
  accessToken: present(result?.AccessToken),
  idToken: present(result?.IdToken),
  refreshToken: present(result?.RefreshToken),
});

/** The value; throws when there is none. */
export const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('A value that must be there is missing');
  return value;
};
