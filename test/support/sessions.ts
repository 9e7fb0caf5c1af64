import {
  AdminListUserSessionsCommand,
  type CognitoIdentityProviderClient,
  GetUserCommand,
  type SessionDescriptionType,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool, TestUser, Tokens } from './pool.js';
import { clock } from './poolhouse.js';
import { outcomeOf, publicApi } from './sign-in.js';

/** Has a pool track sessions, in every process. */
export const track = async (cognito: CognitoIdentityProviderClient, pool: TestPool, MaxPerUser = 20): Promise<void> => {
  await cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: pool.id,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser },
    }),
  );
};

/** A user's sessions as an administrator sees them. */
export const sessionsOf = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  user: Pick<TestUser, 'name'>,
): Promise<SessionDescriptionType[]> => {
  const { Sessions = [] } = await cognito.send(
    new AdminListUserSessionsCommand({ UserPoolId: pool.id, Username: user.name }),
  );
  return Sessions;
};

/** Signs in a second after whatever was before, and says by which session. */
export const trackedSignIn = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  user: TestUser,
): Promise<Tokens & { id: string }> => {
  clock.advanceSeconds(1);
  const tokens = await user.signIn();
  const [newest] = await sessionsOf(cognito, pool, user);
  return { ...tokens, id: newest?.SessionId ?? '' };
};

/** Refreshes: the first error, or `tokens`. */
export const refreshed = (pool: TestPool, { refreshToken }: Tokens): Promise<string> =>
  outcomeOf(publicApi.start(pool, { flow: 'REFRESH_TOKEN_AUTH', parameters: { REFRESH_TOKEN: refreshToken } }));

/** What the tokens of a sign-in are worth: at GetUser and at a refresh, the first error or that it is good. */
export const worthOf = async (
  anonymous: CognitoIdentityProviderClient,
  pool: TestPool,
  tokens: Tokens,
): Promise<string[]> => {
  const access = await anonymous.send(new GetUserCommand({ AccessToken: tokens.accessToken })).then(
    () => 'tokens',
    (error: Error) => `${error.name}: ${error.message}`,
  );
  return [access, await refreshed(pool, tokens)];
};

export const good = ['tokens', 'tokens'];
export const revoked = [
  'NotAuthorizedException: Access Token has been revoked',
  'NotAuthorizedException: Refresh Token has been revoked',
];
