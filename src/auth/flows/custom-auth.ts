import { InvalidParameter } from '#contract/errors.js';
import type { Flow } from '#auth/flow.js';
import { openAttempt } from '#auth/opening.js';

/** Challenges that the pool's own triggers make up. No pool can have such triggers yet, which AWS answers like this. */
export const customAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'CUSTOM_AUTH',
  notAllowed: 'CUSTOM_AUTH is not enabled for the client.',
  needs: ['USERNAME'],
  async start(request, io) {
    await openAttempt(request, { firstChallenge: 'CUSTOM_CHALLENGE' }, io);
    throw InvalidParameter('Custom auth lambda trigger is not configured for the user pool.');
  },
};
