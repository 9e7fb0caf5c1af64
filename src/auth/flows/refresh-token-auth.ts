import type { Flow } from '#auth/flow.js';
import { checkSecretHash, checkSecretHashGiven } from '#domain/secret-hash.js';
import { requiredParameter } from '#auth/given.js';
import { noteActivity } from '#services/user-sessions.js';

/** New tokens of a sign-in that is still good; the refresh token stays the same. */
export const refreshTokenAuth: Flow = {
  apis: ['public', 'admin'],
  permission: 'REFRESH_TOKEN_AUTH',
  notAllowed: 'REFRESH_TOKEN_AUTH flow not enabled for this client',
  needs: ['REFRESH_TOKEN'],
  async start({ pool, client, given }, io) {
    checkSecretHashGiven(client, given['SECRET_HASH']);
    const { user, family, memberships } = await io.sessions.refreshable(
      pool,
      client,
      requiredParameter(given, 'REFRESH_TOKEN'),
      (names) => checkSecretHash(client, given['SECRET_HASH'], names),
    );
    await noteActivity(family, io);
    return {
      ChallengeParameters: {},
      AuthenticationResult: await io.tokens.renew({ pool, client, user, memberships, family }),
    };
  },
};
