import type { Attempt } from '#auth/attempt.js';
import type { Challenge } from '#auth/challenge.js';
import { invalidParameter, requiredParameter } from '#auth/given.js';
import { secondFactorOf } from '#auth/second-factors.js';
import type { Facts } from '#auth/facts.js';
import { isBelowTarget, stepsToTarget } from '#auth/step-up.js';
import type { PoolFactor } from '#domain/pool-mfa.js';

/** The user has several second factors and prefers none: one is chosen. */
export const selectMfaType: Challenge = {
  async ask(attempt, facts) {
    return {
      session: true,
      parameters: { MFAS_CAN_CHOOSE: JSON.stringify(choicesOf(attempt, facts)), USER_ID_FOR_SRP: facts.username },
    };
  },

  async check(attempt, facts, given) {
    const answer = requiredParameter(given, 'ANSWER');
    // AWS's documentation calls e-mail EMAIL_MFA here; its clients call it as the challenge is called.
    const chosen = choicesOf(attempt, facts).find(
      (choice) => choice === (answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer),
    );
    if (!chosen) throw invalidParameter('ANSWER');
    return { proofs: [], changes: { chosenFactor: chosen } };
  },
};

const choicesOf = (attempt: Attempt, facts: Facts): readonly PoolFactor[] => {
  if (isBelowTarget(attempt)) return stepsToTarget(attempt, facts);
  const next = secondFactorOf(facts);
  return next?.challenge === 'SELECT_MFA_TYPE' ? next.choices : [];
};
