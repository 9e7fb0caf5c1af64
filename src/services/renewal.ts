import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { ApiError } from '#contract/api-error.js';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { refreshStanding, rotatesRefreshTokens } from '#domain/refresh-rotation.js';
import { tokenLifetimes } from '#domain/token-lifetimes.js';
import { addSeconds } from '#lib/clock.js';
import type { Io } from './io.js';
import type { RefreshRequest } from './token-verifier.js';
import { noteActivity } from './user-sessions.js';

/** A refresh, and what it answers to a token that was rotated out. */
export interface Renewal extends RefreshRequest {
  reused(): ApiError;
}

/**
 * New tokens of a sign-in that is still good, with a new refresh token where the client rotates them. Of two refreshes at once both
 * succeed within the client's grace period, with the same new refresh token; a token that comes back later ends its sign-in, since one
 * of the two who hold it is a thief. Throws NotAuthorizedException and the renewal's own error.
 */
export const renewSignIn = async (request: Renewal, io: Io): Promise<AuthenticationResultType> => {
  const { pool, client } = request;
  const { generation, ...signIn } = await io.tokenVerifier.refreshable(request);
  const { family } = signIn;
  const now = io.clock.now();
  const standing = refreshStanding(generation, family, client, now);
  if (standing === 'unknown') throw NotAuthorized(messages.refreshTokenInvalid);
  if (standing === 'stolen') await io.store.families.end(pool.id, family.id, now);
  if (standing === 'stolen' || standing === 'late') throw request.reused();

  const { accessSeconds, idSeconds } = tokenLifetimes(client);
  const tokensUntil = addSeconds(now, Math.max(accessSeconds, idSeconds));
  if (!rotatesRefreshTokens(client)) {
    if (tokensUntil > family.expiresAt) await io.store.families.keep(family, tokensUntil);
    await noteActivity(family, io);
    return io.tokens.renew({ pool, client, ...signIn });
  }
  if (standing === 'retried') {
    await noteActivity(family, io);
    return io.tokens.issue({ pool, client, ...signIn });
  }
  const rotated = await io.store.families.rotate(family, io.origin, { now, tokensUntil });
  // Somebody was faster, or ended the sign-in: as it is now the token is not current, so that this ends.
  if (!rotated) return renewSignIn(request, io);
  return io.tokens.issue({ pool, client, ...signIn, family: { ...family, generation: generation + 1 } });
};
