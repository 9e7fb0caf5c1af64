import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { hasProof } from '#auth/attempt.js';
import { choose, offeredFactors, possibleFactors, withDecoys } from '#auth/choice.js';
import { advance } from '#auth/engine.js';
import type { Flow } from '#auth/flow.js';
import { requiredParameter } from '#auth/given.js';
import { openAttempt } from '#auth/opening.js';
import { proveBySignUp } from '#auth/sign-up-session.js';
import { withReachedTarget, withTarget } from '#auth/step-up.js';
import { requireChoiceTier } from '#domain/pool-tiers.js';

/** The user chooses among the first factors that the pool allows and it has, unless the client knows already which it prefers. */
export const userAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'USER_AUTH',
  notAllowed: messages.flowOff('USER_AUTH'),
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
      const attempt = withReachedTarget(opened, facts, given, proven.factor);
      return advance({ attempt, facts, given, proven, continued: false }, io);
    }
    const decoyed = withDecoys(opened, requiredParameter(given, 'USERNAME'), facts);
    const attempt = await withTarget(decoyed, { facts, given, offered: possibleFactors(decoyed, facts) }, io);
    if (hasProof(attempt, 'identity'))
      return advance({ attempt, facts, given, proven: { proofs: [] }, continued: false }, io);
    const available = offeredFactors(attempt, facts);
    if (available.length === 0) throw InvalidParameter(messages.nothingToChoose);

    const preferred = available.find((factor) => factor === given['PREFERRED_CHALLENGE']);
    const proven = preferred ? await choose({ factor: preferred, facts, given, spends: [] }, io) : { proofs: [] };
    const answer = await advance({ attempt, facts, given, proven, continued: false }, io);
    return proven.proofs.length > 0 ? answer : { ...answer, AvailableChallenges: available };
  },
};
