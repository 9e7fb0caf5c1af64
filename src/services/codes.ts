import { createHmac, timingSafeEqual } from 'node:crypto';
import { CodeMismatch, ExpiredCode, LimitExceeded } from '#contract/errors.js';
import { addSeconds } from '#lib/clock.js';
import { randomDigits } from '#lib/ids.js';
import type { AttemptPurpose } from '#store/attempts.js';
import type { StoredCode, UserAndCode } from '#store/codes.js';
import type { CodePurpose, NewCode } from '#store/new-rows.js';
import type { Io } from './io.js';

const digits = 6;

/** How long a code works: a day for sign-up and attributes, an hour for a forgotten password (AWS's documentation). */
const validSeconds: Record<CodePurpose, number> = {
  'sign-up': 86_400,
  reset: 3600,
  'verify-email': 86_400,
  'verify-phone_number': 86_400,
};

/** Whose code it is, and the pool's key of derived values that hashes it. */
export interface CodeOwner {
  readonly sub: string;
  readonly deriveKey: Buffer;
}

/** A new code in clear, and the row that stores it as a keyed hash. */
export const newCode = (
  purpose: CodePurpose,
  owner: CodeOwner,
  target: { attribute: string; value: string },
  now: Date,
): { secret: string; row: NewCode } => {
  const secret = randomDigits(digits);
  const { attribute, value } = target;
  const expiresAt = addSeconds(now, validSeconds[purpose]);
  return { secret, row: { purpose, hash: codeHash(owner, purpose, secret), attribute, value, expiresAt } };
};

/**
 * Checks a code against the newest one of its purpose. Throws CodeMismatchException for a wrong one, ExpiredCodeException when
 * none was issued, or it was used or has expired. The caller has counted the attempt, and uses the code up with its effect.
 * Where that would tell who exists (`hidden`), only the code itself is told to have expired; anything else is wrong, as for nobody.
 */
export const checkCode = (
  stored: StoredCode | undefined,
  given: { code: string; purpose: CodePurpose; owner: CodeOwner; hidden?: boolean },
  now: Date,
): StoredCode => {
  const right = stored && timingSafeEqual(stored.hash, codeHash(given.owner, given.purpose, given.code));
  if (!right && given.hidden) throw CodeMismatch();
  if (!stored || stored.expiresAt <= now) throw ExpiredCode();
  if (!right) throw CodeMismatch();
  return stored;
};

/**
 * Checks a code that resets a password. It is good for an address that is still the user's: who asks for one in the moment in which
 * the user leaves the address may have it stored just after. Throws as `checkCode` does.
 */
export const checkResetCode = (
  { user, code: stored }: UserAndCode,
  { code, deriveKey }: { code: string; deriveKey: Buffer },
  now: Date,
): StoredCode => {
  const checked = checkCode(stored, { code, purpose: 'reset', owner: { sub: user.sub, deriveKey } }, now);
  if (user.attributes[checked.attribute] !== checked.value) throw ExpiredCode();
  return checked;
};

const codeHash = ({ sub, deriveKey }: CodeOwner, purpose: CodePurpose, code: string): Buffer =>
  createHmac('sha256', deriveKey).update(`code|${purpose}|${sub}|${code}`).digest();

/** Takes one of a user's attempts in this hour. Throws LimitExceededException when none is left; the code itself stays valid. */
export const takeAttempt = async (
  io: Pick<Io, 'store' | 'clock'>,
  of: { poolId: string; purpose: AttemptPurpose; key: string },
  limit: number,
): Promise<void> => {
  if (!(await io.store.attempts.take(of, limit, io.clock.now()))) throw LimitExceeded();
};
