import { advance } from '#auth/engine.js';
import type { Flow } from '#auth/flow.js';
import { requiredParameter } from '#auth/given.js';
import { openAttempt } from '#auth/opening.js';
import { provePassword } from '#auth/plain-password.js';
import { messages } from '#contract/messages.js';

/** The password in clear, from the user's own device. */
export const userPasswordAuth: Flow = {
  apis: ['public'],
  permission: 'USER_PASSWORD_AUTH',
  notAllowed: messages.flowOff('USER_PASSWORD_AUTH'),
  needs: ['USERNAME', 'PASSWORD'],
  async start(request, io) {
    const { attempt, facts } = await openAttempt(request, { firstChallenge: undefined }, io);
    const proven = await provePassword(requiredParameter(request.given, 'PASSWORD'), facts, io);
    return advance({ attempt, facts, given: request.given, proven, continued: false }, io);
  },
};
