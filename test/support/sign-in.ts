import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  type ChallengeNameType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestClient, TestPool } from './pool.js';
import { clock } from './poolhouse.js';
import { sdkClient } from './sdk-client.js';
import { type ClaimOptions, srpClient } from './srp-client.js';
import { watchedFetch } from './watched-fetch.js';

/** What both pairs of sign-in operations answer. */
export type SignInAnswer = Omit<InitiateAuthCommandOutput, '$metadata'>;

export interface Start {
  readonly flow: AuthFlowType;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Of the sign-up that was confirmed just now. */
  readonly session?: string | undefined;
  /** Default: the pool's own. */
  readonly client?: TestClient | undefined;
}

export interface Response {
  readonly challenge: ChallengeNameType;
  readonly responses?: Readonly<Record<string, string>>;
  readonly session?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly client?: TestClient | undefined;
}

/** One of the two pairs of operations that sign users in. */
export interface SignInApi {
  readonly name: 'public' | 'admin';
  /** The flow that takes a password in clear. */
  readonly passwordFlow: AuthFlowType;
  start(pool: TestPool, request: Start): Promise<SignInAnswer>;
  respond(pool: TestPool, response: Response): Promise<SignInAnswer>;
}

const anonymousOptions = { credentials: { accessKeyId: 'AKPHNOBODYSKEY000001', secretAccessKey: 'nobody' } };

/** InitiateAuth and RespondToAuthChallenge, as anybody may call them. */
export const publicApiOf = (cognito: CognitoIdentityProviderClient): SignInApi => ({
  name: 'public',
  passwordFlow: 'USER_PASSWORD_AUTH',
  start: async (pool, { flow, parameters, session, metadata, client = pool.client }) =>
    bare(
      await cognito.send(
        new InitiateAuthCommand({
          ClientId: client.id,
          AuthFlow: flow,
          AuthParameters: { ...parameters },
          Session: session,
          ...metadataOf(metadata),
        }),
      ),
    ),
  respond: async (pool, { challenge, responses, session, metadata, client = pool.client }) =>
    bare(
      await cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: client.id,
          ChallengeName: challenge,
          Session: session,
          ChallengeResponses: { ...responses },
          ...metadataOf(metadata),
        }),
      ),
    ),
});

/** AdminInitiateAuth and AdminRespondToAuthChallenge, which a back end signs. */
const adminApiOf = (cognito: CognitoIdentityProviderClient): SignInApi => ({
  name: 'admin',
  passwordFlow: 'ADMIN_USER_PASSWORD_AUTH',
  start: async (pool, { flow, parameters, session, metadata, client = pool.client }) =>
    bare(
      await cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.id,
          ClientId: client.id,
          AuthFlow: flow,
          AuthParameters: { ...parameters },
          Session: session,
          ...metadataOf(metadata),
        }),
      ),
    ),
  respond: async (pool, { challenge, responses, session, metadata, client = pool.client }) =>
    bare(
      await cognito.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId: pool.id,
          ClientId: client.id,
          ChallengeName: challenge,
          Session: session,
          ChallengeResponses: { ...responses },
          ...metadataOf(metadata),
        }),
      ),
    ),
});

const metadataOf = (metadata: Start['metadata']) => (metadata ? { ClientMetadata: { ...metadata } } : {});

const bare = <T extends { $metadata: unknown }>({ $metadata: _, ...answer }: T): Omit<T, '$metadata'> => answer;

export const publicApi: SignInApi = publicApiOf(sdkClient(watchedFetch, anonymousOptions));
export const adminApi: SignInApi = adminApiOf(sdkClient(watchedFetch));
export const apis: readonly SignInApi[] = [publicApi, adminApi];

/** A password in clear, by the flow that the API has for it. */
export const startByPassword = (
  api: SignInApi,
  pool: TestPool,
  user: { readonly name: string; readonly password: string },
  client?: TestClient,
): Promise<SignInAnswer> =>
  api.start(pool, {
    flow: api.passwordFlow,
    parameters: { USERNAME: user.name, PASSWORD: user.password, ...hashOf(client ?? pool.client, user.name) },
    client,
  });

/** What an answer to PASSWORD_VERIFIER has in the place of what a good client would send. */
export type AnswerChanges = Partial<
  Omit<ClaimOptions, 'password'> & Response & { readonly pool: TestPool; readonly api: SignInApi }
>;

/** An SRP sign-in that was begun: its challenge, and what answers it. */
export interface SrpExchange {
  readonly parameters: Readonly<Record<string, string>>;
  answer(password: string, changes?: AnswerChanges): Promise<SignInAnswer>;
}

/** Begins an SRP sign-in. */
export const startBySrp = async (
  api: SignInApi,
  pool: TestPool,
  name: string,
  client: TestClient = pool.client,
): Promise<SrpExchange> => {
  const srp = srpClient(pool.id);
  const { ChallengeParameters = {} } = await api.start(pool, {
    flow: 'USER_SRP_AUTH',
    parameters: { USERNAME: name, SRP_A: srp.publicValue, ...hashOf(client, name) },
    client,
  });
  const internalName = ChallengeParameters['USERNAME'] ?? '';
  return {
    parameters: ChallengeParameters,
    async answer(password, { responses, pool: answeredPool = pool, api: answeredApi = api, ...changes } = {}) {
      const claim = srp.claim(ChallengeParameters, { password, now: clock.now(), ...changes });
      return answeredApi.respond(answeredPool, {
        challenge: 'PASSWORD_VERIFIER',
        client,
        ...changes,
        responses: { USERNAME: internalName, ...hashOf(client, internalName), ...claim, ...responses },
      });
    },
  };
};

/** A whole SRP sign-in. */
export const signInBySrp = async (
  api: SignInApi,
  pool: TestPool,
  user: { readonly name: string; readonly password: string },
  client?: TestClient,
): Promise<SignInAnswer> => (await startBySrp(api, pool, user.name, client)).answer(user.password);

/** The SECRET_HASH parameter of a client that has a secret. */
const hashOf = (client: TestClient, name: string): { SECRET_HASH?: string } => {
  const { SecretHash } = client.secretHash(name);
  return SecretHash === undefined ? {} : { SECRET_HASH: SecretHash };
};

/** The first error or the last answer of a sign-in, in words that tests compare. */
export const outcomeOf = async (answer: Promise<SignInAnswer>): Promise<string> => {
  try {
    const { ChallengeName, AuthenticationResult } = await answer;
    return ChallengeName ?? (AuthenticationResult?.AccessToken === undefined ? 'nothing' : 'tokens');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  }
};
