import { choose, offeredFactors } from '#auth/choice.js';
import type { Challenge } from '#auth/challenge.js';
import { invalidParameter, requiredParameter } from '#auth/given.js';
import { refuseLocked } from '#auth/proofs.js';

/** The user chooses how to prove who it is. */
export const selectChallenge: Challenge = {
  async ask(attempt, facts) {
    return { session: true, parameters: {}, available: offeredFactors(attempt, facts) };
  },

  async check(attempt, facts, given, io) {
    const answer = requiredParameter(given, 'ANSWER');
    const factor = offeredFactors(attempt, facts).find((offered) => offered === answer);
    if (!factor) throw invalidParameter('ANSWER');
    refuseLocked(facts, io.clock.now());
    return choose({ factor, facts, given, spends: [attempt.id] }, io);
  },
};
