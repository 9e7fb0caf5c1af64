import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Vault } from '#store/vault.js';
import type { Attempt } from './attempt.js';
import { carriedState } from './carried-state.js';
import { readSession, writeSession } from './session-form.js';

/** Sealed and in base64url it must stay below the 2,048 characters that AWS allows. */
const sessionBytes = 1400;

const sessions = carriedState<Attempt>('session', sessionBytes);

/** Whether a session has room for an attempt. */
export const fitsSession = (attempt: Attempt): boolean => Buffer.byteLength(JSON.stringify(attempt)) <= sessionBytes;

/** Seals an attempt into the opaque `Session` that its client carries. */
export const sealSession = (vault: Vault, attempt: Attempt, now: Date): string =>
  writeSession(vault, sessions.seal(vault, attempt, now));

/**
 * Opens a `Session`. Throws NotAuthorizedException when it was not made here, for this pool and client (for any, where the
 * request names none), or has expired.
 * Whether it was answered before shows only when its effect is written.
 */
export const openSession = (vault: Vault, session: string, clientId: string | undefined, now: Date): Attempt => {
  const sealed = readSession(vault, session);
  const attempt = sealed && sessions.open(vault, sealed, now);
  if (!attempt) throw NotAuthorized(messages.sessionInvalid);
  return checkedAttempt(attempt, clientId ?? attempt.clientId, now);
};

/** An attempt that was just unsealed, if it is this client's and still runs. Throws NotAuthorizedException. */
export const checkedAttempt = (attempt: Attempt, clientId: string, now: Date): Attempt => {
  if (attempt.clientId !== clientId) throw NotAuthorized(messages.sessionInvalid);
  if (attempt.expiresAt <= now.getTime()) throw NotAuthorized(messages.sessionExpired);
  return attempt;
};
