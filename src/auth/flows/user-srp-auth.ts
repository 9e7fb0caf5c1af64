import { advance } from '#auth/engine.js';
import type { Flow } from '#auth/flow.js';
import { openAttempt } from '#auth/opening.js';
import { messages } from '#contract/messages.js';

/** A proof of the password that never shows it. */
export const userSrpAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'USER_SRP_AUTH',
  notAllowed: messages.flowDisabled('USER_SRP_AUTH'),
  needs: ['USERNAME', 'SRP_A'],
  async start(request, io) {
    const { attempt, facts } = await openAttempt(request, { firstChallenge: 'PASSWORD_VERIFIER' }, io);
    return advance({ attempt, facts, given: request.given, proven: { proofs: [] }, continued: false }, io);
  },
};
