import type { TestPool } from './pool.js';
import { clock } from './poolhouse.js';
import type { AnswerChanges, SignInAnswer, SignInApi } from './sign-in.js';
import { srpClient } from './srp-client.js';

/** A sign-in by custom challenges that began with SRP: its challenge, and what answers it. */
export interface CustomSrp {
  readonly challenge: SignInAnswer;
  answer(password: string, changes?: AnswerChanges): Promise<SignInAnswer>;
}

/** Begins a sign-in by custom challenges with a proof of the password; `parameter` is one of its two names. */
export const startCustomBySrp = async (
  api: SignInApi,
  pool: TestPool,
  name: string,
  parameter: 'CHALLENGE_NAME' | 'ChallengeName' = 'CHALLENGE_NAME',
): Promise<CustomSrp> => {
  const srp = srpClient(pool.id);
  const challenge = await api.start(pool, {
    flow: 'CUSTOM_AUTH',
    parameters: { USERNAME: name, SRP_A: srp.publicValue, [parameter]: 'SRP_A' },
  });
  const asked = challenge.ChallengeParameters ?? {};
  return {
    challenge,
    answer: async (password, { responses, pool: answered = pool, api: through = api, ...changes } = {}) =>
      through.respond(answered, {
        challenge: 'PASSWORD_VERIFIER',
        session: challenge.Session,
        ...changes,
        responses: {
          USERNAME: asked['USERNAME'] ?? '',
          ...srp.claim(asked, { password, now: clock.now(), ...changes }),
          ...responses,
        },
      }),
  };
};
