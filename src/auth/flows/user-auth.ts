import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { choose, offeredFactors, withDecoys } from '#auth/choice.js';
import { advance } from '#auth/engine.js';
import type { Flow } from '#auth/flow.js';
import { requiredParameter } from '#auth/given.js';
import { openAttempt } from '#auth/opening.js';
import { proveBySignUp } from '#auth/sign-up-session.js';
import { requireChoiceTier } from '#domain/pool-tiers.js';

/** The user chooses among the first factors that the pool allows and it has, unless the client knows already which it prefers. */
export const userAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'USER_AUTH',
  notAllowed: 'USER_AUTH flow not enabled for this client',
  needs: ['USERNAME'],
  async start(request, io) {
    requireChoiceTier(request.pool.settings);
    const { given } = request;
    const { attempt: opened, facts } = await openAttempt(
      request,
      { firstChallenge: 'SELECT_CHALLENGE', flow: 'USER_AUTH' },
      io,
    );
    if (request.session !== undefined) {
      const proven = await proveBySignUp(request.session, facts, io);
      return advance({ attempt: opened, facts, given, proven, continued: false }, io);
    }
    const attempt = withDecoys(opened, requiredParameter(given, 'USERNAME'), facts);
    const available = offeredFactors(attempt, facts);
    if (available.length === 0) throw InvalidParameter(messages.nothingToChoose);

    const preferred = available.find((factor) => factor === given['PREFERRED_CHALLENGE']);
    const proven = preferred ? await choose({ factor: preferred, facts, given, spends: [] }, io) : { proofs: [] };
    const answer = await advance({ attempt, facts, given, proven, continued: false }, io);
    return proven.proofs.length > 0 ? answer : { ...answer, AvailableChallenges: available };
  },
};
