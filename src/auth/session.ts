import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Vault } from '#store/vault.js';
import type { Attempt } from './attempt.js';
import { carriedState } from './carried-state.js';

/** Sealed and in base64url it must stay below the 2,048 characters that AWS allows. */
const sessionBytes = 1400;

const sessions = carriedState<Attempt>('session', sessionBytes);

/** Whether a session has room for an attempt. */
export const fitsSession = (attempt: Attempt): boolean => Buffer.byteLength(JSON.stringify(attempt)) <= sessionBytes;

/** The longest id of a pool; all sessions begin with as many bytes, so that they are of one length. */
const poolIdBytes = 55;

/**
 * Seals an attempt into the opaque `Session` that its client carries. It begins with the pool's id, in clear: where an
 * authenticator app is set up, the session is all that a request brings.
 */
export const sealSession = (vault: Vault, attempt: Attempt, now: Date): string => {
  const prefix = Buffer.alloc(poolIdBytes);
  prefix.write(vault.scope);
  return Buffer.concat([prefix, sessions.seal(vault, attempt, now)]).toString('base64url');
};

/** The id of the pool that a `Session` says it is of. Only opening it tells whether that is so. */
export const poolIdOfSession = (session: string): string =>
  Buffer.from(session, 'base64url').subarray(0, poolIdBytes).toString('latin1').replace(/\0+$/, '');

/**
 * Opens a `Session`. Throws NotAuthorizedException when it was not made here, for this pool and client (for any, where the
 * request names none), or has expired.
 * Whether it was answered before shows only when its effect is written.
 */
export const openSession = (vault: Vault, session: string, clientId: string | undefined, now: Date): Attempt => {
  const attempt = sessions.open(vault, Buffer.from(session, 'base64url').subarray(poolIdBytes), now);
  // What stands before the seal is not sealed: it may be nothing else.
  if (!attempt || poolIdOfSession(session) !== vault.scope) throw NotAuthorized(messages.sessionInvalid);
  return checkedAttempt(attempt, clientId ?? attempt.clientId, now);
};

/** An attempt that was just unsealed, if it is this client's and still runs. Throws NotAuthorizedException. */
export const checkedAttempt = (attempt: Attempt, clientId: string, now: Date): Attempt => {
  if (attempt.clientId !== clientId) throw NotAuthorized(messages.sessionInvalid);
  if (attempt.expiresAt <= now.getTime()) throw NotAuthorized(messages.sessionExpired);
  return attempt;
};
