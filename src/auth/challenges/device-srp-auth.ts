import type { Challenge } from '#auth/challenge.js';
import { requiredParameter } from '#auth/given.js';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { mustProveItself } from '#domain/device.js';

/** A remembered device begins to prove itself: its public value is what the next challenge answers. */
export const deviceSrpAuth: Challenge = {
  takesSessionBefore: true,

  ask: async () => ({ session: true, parameters: {} }),

  async check(_attempt, { pool, device }, given) {
    for (const name of ['DEVICE_KEY', 'SRP_A']) requiredParameter(given, name);
    if (!mustProveItself(pool, device)) throw NotAuthorized(messages.sessionInvalid);
    return { proofs: ['device-begun'] };
  },
};
