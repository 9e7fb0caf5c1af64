import { ExpiredCode, UserNotConfirmed } from '#contract/errors.js';
import { passwordRefusals, requirePolicy } from '#domain/password-policy.js';
import type { Pool } from '#domain/pool.js';
import type { StoredCode, UserAndCode } from '#store/codes.js';
import type { Io } from './io.js';
import { changedPassword } from './password-change.js';

/**
 * Gives a user a new password by a code that was checked, uses the code up, and forgets failed attempts at the old password.
 * The code came first, so that a policy tells nothing to strangers; a password that breaks it leaves the code usable. Throws
 * UserNotConfirmedException, InvalidPasswordException, PasswordHistoryPolicyViolationException, and ExpiredCodeException when
 * the code was used or replaced meanwhile.
 */
export const resetByCode = async (
  { pool, found, code, password }: { pool: Pool; found: UserAndCode; code: StoredCode; password: string },
  io: Pick<Io, 'store' | 'passwords' | 'exponent' | 'clock'>,
): Promise<void> => {
  const { user, attemptsKey } = found;
  if (user.status === 'UNCONFIRMED') throw UserNotConfirmed();
  requirePolicy(pool.settings.Policies.PasswordPolicy, password, passwordRefusals.change);
  const status = user.status === 'RESET_REQUIRED' ? 'CONFIRMED' : user.status;
  const change = await changedPassword({ pool, user }, password, { status, temporary: false }, io);
  const options = { now: io.clock.now(), ends: ['reset'], codeHash: code.hash, attemptsKey } as const;
  if (!(await io.store.passwords.change(pool.id, user.sub, change, options))) throw ExpiredCode();
};
