import type { ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import type { TestClient, TestPool } from './pool.js';
import { clock } from './poolhouse.js';
import type { AnswerChanges, SignInAnswer, SignInApi } from './sign-in.js';
import { srpClient } from './srp-client.js';

/** A client whose users choose how they sign in, and may sign in by password as well. */
export const choiceFlows: { ExplicitAuthFlows: ExplicitAuthFlowsType[] } = {
  ExplicitAuthFlows: [
    'ALLOW_USER_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
};

/** The refusal of the flow in the cheapest tier. */
export const noChoice = {
  name: 'FeatureUnavailableInTierException',
  message: 'The following features need to be disabled for the LITE pricing tier configured: Choice-based sign-in',
};

/** Begins a sign-in by choice, with these parameters beside the name. */
export const startByChoice = (
  api: SignInApi,
  pool: TestPool,
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  client?: TestClient,
): Promise<SignInAnswer> =>
  api.start(pool, { flow: 'USER_AUTH', parameters: { USERNAME: name, ...parameters }, client });

/** A sign-in by choice in which SRP was chosen: its challenge, and what answers it. */
export interface ChosenSrp {
  readonly challenge: SignInAnswer;
  answer(password: string, changes?: AnswerChanges): Promise<SignInAnswer>;
}

/** Begins a sign-in by choice that prefers SRP. */
export const preferSrp = async (api: SignInApi, pool: TestPool, name: string): Promise<ChosenSrp> =>
  chooseSrp(api, pool, name, (SRP_A) => startByChoice(api, pool, name, { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A }));

/** Chooses SRP in a way of the caller's own, which is given `SRP_A`. */
export const chooseSrp = async (
  api: SignInApi,
  pool: TestPool,
  name: string,
  choosing: (publicValue: string) => Promise<SignInAnswer>,
): Promise<ChosenSrp> => {
  const srp = srpClient(pool.id);
  const challenge = await choosing(srp.publicValue);
  return {
    challenge,
    answer: (password, { responses, ...changes } = {}) => {
      const claim = srp.claim(challenge.ChallengeParameters ?? {}, { password, now: clock.now(), ...changes });
      return api.respond(pool, {
        challenge: 'PASSWORD_VERIFIER',
        session: challenge.Session,
        ...changes,
        responses: { USERNAME: name, ...claim, ...responses },
      });
    },
  };
};
