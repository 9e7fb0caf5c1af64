import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Vault } from '#store/vault.js';
import type { Attempt } from './attempt.js';

/** All sessions have one length, so that they do not tell real users from made-up ones. AWS allows 2,048 characters. */
const paddedBytes = 1400;

const purpose = 'session';

/** Seals an attempt into the opaque `Session` that its client carries. */
export const sealSession = (vault: Vault, attempt: Attempt, now: Date): string => {
  const padded = Buffer.alloc(paddedBytes, ' ');
  const written = padded.write(JSON.stringify(attempt));
  if (written >= paddedBytes) throw new RangeError('An attempt does not fit into a session');
  return vault.sealShort(purpose, padded, now).toString('base64url');
};

/**
 * Opens a `Session`. Throws NotAuthorizedException when it was not made here, for this pool and client, or has expired.
 * Whether it was answered before shows only when its effect is written.
 */
export const openSession = (vault: Vault, session: string, clientId: string, now: Date): Attempt => {
  const opened = vault.openShort(purpose, Buffer.from(session, 'base64url'), now);
  if (!opened) throw NotAuthorized(messages.sessionInvalid);
  return checkedAttempt(JSON.parse(opened.toString('utf8')) as Attempt, clientId, now);
};

/** An attempt that was just unsealed, if it is this client's and still runs. Throws NotAuthorizedException. */
export const checkedAttempt = (attempt: Attempt, clientId: string, now: Date): Attempt => {
  if (attempt.clientId !== clientId) throw NotAuthorized(messages.sessionInvalid);
  if (attempt.expiresAt <= now.getTime()) throw NotAuthorized(messages.sessionExpired);
  return attempt;
};
