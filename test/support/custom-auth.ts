import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';
import type { Deployment, TestFunction, TriggerEvent } from './functions.js';
import type { ClientSettings, TestPool } from './pool.js';
import type { Response, SignInAnswer, SignInApi } from './sign-in.js';
import type { Fixture } from './test.js';

/** One entry of the functions' `session`. */
export interface Result {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

export type Functions = Partial<
  Record<'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse', TestFunction>
>;

/** What was asked and answered so far, as an event tells it. */
export const resultsOf = ({ request }: TriggerEvent): readonly Result[] => request['session'] as readonly Result[];

/** Functions as AWS's examples have them: one riddle, whose answer is `otter`; three wrong answers are too many. */
export const riddle: Required<Functions> = {
  DefineAuthChallenge(event) {
    const results = resultsOf(event);
    if (results.at(-1)?.challengeName === 'CUSTOM_CHALLENGE' && results.at(-1)?.challengeResult)
      return { issueTokens: true, failAuthentication: false };
    if (results.filter(({ challengeResult }) => !challengeResult).length >= 3)
      return { issueTokens: false, failAuthentication: true };
    return { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false };
  },
  CreateAuthChallenge: () => ({
    publicChallengeParameters: { riddle: 'Who sleeps holding hands?' },
    privateChallengeParameters: { answer: 'otter' },
    challengeMetadata: 'RIDDLE-1',
  }),
  VerifyAuthChallengeResponse: ({ request }) => ({
    answerCorrect:
      request['challengeAnswer'] === (request['privateChallengeParameters'] as Record<string, string>)['answer'],
  }),
};

/** The same after a proof of the password. */
export const passwordThenRiddle: Required<Functions> = {
  ...riddle,
  DefineAuthChallenge: (event) =>
    resultsOf(event).length === 1 && resultsOf(event)[0]?.challengeName === 'SRP_A'
      ? { challengeName: 'PASSWORD_VERIFIER' }
      : riddle.DefineAuthChallenge(event),
};

/** A pool whose client signs users in by functions. */
export const customPool = async (
  { pool, functions }: Pick<Fixture, 'pool' | 'functions'>,
  own: Functions = riddle,
  { client, LambdaConfig, ...settings }: Parameters<Fixture['pool']>[0] = {},
): Promise<TestPool & { readonly deployed: Deployment }> => {
  const deployed = functions(own);
  const config: LambdaConfigType = { ...deployed.config, ...LambdaConfig };
  const made = await pool({ ...settings, LambdaConfig: config, client: { ...allowed, ...client } });
  return { ...made, deployed };
};

const allowed: ClientSettings = {
  ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
};

/** Begins a sign-in by custom challenges. */
export const startCustom = (
  api: SignInApi,
  pool: TestPool,
  name: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<SignInAnswer> => api.start(pool, { flow: 'CUSTOM_AUTH', parameters: { USERNAME: name, ...parameters } });

/** Answers a custom challenge. */
export const answerCustom = (
  api: SignInApi,
  pool: TestPool,
  { Session: session, ChallengeParameters: asked }: SignInAnswer,
  ANSWER: string,
  changes: Partial<Response> = {},
): Promise<SignInAnswer> =>
  api.respond(pool, {
    challenge: 'CUSTOM_CHALLENGE',
    session,
    ...changes,
    responses: { USERNAME: asked?.['USERNAME'] ?? '', ANSWER, ...changes.responses },
  });

/** Events without their user, by their source: what reached the functions. */
export const sourcesOf = ({ events }: Deployment): string[] =>
  events.map(({ triggerSource }) => triggerSource.replace('_Authentication', ''));
