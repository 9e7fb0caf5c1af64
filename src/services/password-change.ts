import { PasswordHistoryPolicyViolation } from '#contract/errors.js';
import type { Pool } from '#domain/pool.js';
import { srpGroupName } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { addSeconds } from '#lib/clock.js';
import type { AttributeChange, PasswordChange } from '#store/password-changes.js';
import type { Io } from './io.js';
import { storedForms } from './stored-password.js';

/** What a new password does to its user. */
export interface PasswordEffect {
  readonly status: PasswordChange['status'];
  readonly temporary: boolean;
  readonly attributes?: AttributeChange;
  readonly aliases?: PasswordChange['aliases'];
  readonly lostAliases?: PasswordChange['lostAliases'];
}

/**
 * Makes the row of a user's new password. The policy was checked before; a permanent password that is among the pool's last
 * ones throws PasswordHistoryPolicyViolationException here.
 */
export const changedPassword = async (
  { pool, user }: { pool: Pool; user: User },
  password: string,
  effect: PasswordEffect,
  io: Pick<Io, 'store' | 'passwords' | 'exponent' | 'clock'>,
): Promise<PasswordChange> => {
  if (!effect.temporary) await refuseReuse(pool, user, password, io);
  const vault = await io.store.vaults.forScope(pool.id);
  const { sub, username } = user;
  const forms = await storedForms(password, { sub, username, groupName: srpGroupName(pool), vault }, io);
  return {
    ...forms,
    temporaryUntil: effect.temporary ? temporaryUntil(pool, io.clock.now()) : null,
    status: effect.status,
    attributes: effect.attributes,
    aliases: effect.aliases ?? [],
    lostAliases: effect.lostAliases ?? [],
    remembers: historySize(pool),
  };
};

/** When a temporary password that is set now stops working; a pool that says 0 days has AWS's seven. */
export const temporaryUntil = ({ settings }: Pool, now: Date): Date =>
  addSeconds(now, (settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays || 7) * 86_400);

const refuseReuse = async (
  pool: Pool,
  user: User,
  password: string,
  io: Pick<Io, 'store' | 'passwords'>,
): Promise<void> => {
  const size = historySize(pool);
  if (size === 0) return;
  const hashes = await io.store.passwords.lastPermanent(pool.id, user.sub, size);
  const matches = await Promise.all(hashes.map((hash) => io.passwords.verify(hash, password)));
  if (matches.includes(true)) throw PasswordHistoryPolicyViolation();
};

const historySize = ({ settings }: Pool): number => settings.Policies.PasswordPolicy.PasswordHistorySize ?? 0;
