import type { Challenge } from '#auth/challenge.js';
import { factorChoices } from '#auth/factor-choices.js';
import { invalidParameter, requiredParameter } from '#auth/given.js';

/** The user has several second factors and prefers none: one is chosen. */
export const selectMfaType: Challenge = {
  async ask(attempt, facts) {
    return {
      session: true,
      parameters: { MFAS_CAN_CHOOSE: JSON.stringify(factorChoices(attempt, facts)), USER_ID_FOR_SRP: facts.username },
    };
  },

  async check(attempt, facts, given) {
    const answer = requiredParameter(given, 'ANSWER');
    // AWS's documentation calls e-mail EMAIL_MFA here; its clients call it as the challenge is called.
    const chosen = factorChoices(attempt, facts).find(
      (choice) => choice === (answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer),
    );
    if (!chosen) throw invalidParameter('ANSWER');
    return { proofs: [], changes: { chosenFactor: chosen } };
  },
};
