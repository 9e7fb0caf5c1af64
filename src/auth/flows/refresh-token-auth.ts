import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Flow } from '#auth/flow.js';
import { checkSecretHash, checkSecretHashGiven } from '#domain/secret-hash.js';
import { requiredParameter } from '#auth/given.js';
import { renewSignIn } from '#services/renewal.js';

/** New tokens of a sign-in that is still good; the refresh token stays the same. Clients that rotate theirs do not allow it. */
export const refreshTokenAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'REFRESH_TOKEN_AUTH',
  notAllowed: messages.flowOff('REFRESH_TOKEN_AUTH'),
  needs: ['REFRESH_TOKEN'],
  async start({ pool, client, given }, io) {
    const hash = given['SECRET_HASH'];
    checkSecretHashGiven(client, hash);
    const renewal = {
      pool,
      client,
      refreshToken: requiredParameter(given, 'REFRESH_TOKEN'),
      deviceKey: given['DEVICE_KEY'] || undefined,
      checkNames: (names: readonly string[]) => checkSecretHash(client, hash, names),
      // A token that was rotated out before its client ceased to rotate: AWS's model has no word of its own for it here.
      reused: () => NotAuthorized(messages.refreshTokenRevoked),
    };
    return { ChallengeParameters: {}, AuthenticationResult: await renewSignIn(renewal, io) };
  },
};
