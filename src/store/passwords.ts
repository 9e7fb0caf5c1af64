import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { newPasswordParams, newPasswordParts, type PasswordChange } from './password-changes.js';
import type { CodePurpose } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';

// As a sign-in does: first the counter, then the user.
const counterLocked = statement<{ poolId: string; attemptsKey: string }, never>(
  'passwords.lock-counter',
  `select 1 from attempts where pool_id = :poolId and purpose = 'password' and key = :attemptsKey for update`,
);

// Runs under the user's lock.
const changed = statement<Record<string, unknown>, { changed: boolean }>(
  'passwords.change',
  `with target as (
     select 1 as one from users where pool_id = :poolId and sub = :sub and (:fromStatus::text is null or status = :fromStatus)
       and (not password_disabled or :enables::boolean)
   ), replaced as (
     select 1 as one from passwords where pool_id = :poolId and sub = :sub and hash = :fromHash::text and exists (select 1 from target)
     for update
   ), used as (
     delete from codes where pool_id = :poolId and sub = :sub and purpose = any(:purposes::text[])
       and (:codeHash::bytea is null or hash = :codeHash::bytea) and exists (select 1 from target) returning 1 as one
   ), passed as (
     select one from target
     where (:codeHash::bytea is null or exists (select 1 from used)) and (:fromHash::text is null or exists (select 1 from replaced))
       and not (:fromNone::boolean and exists (select 1 from passwords where pool_id = :poolId and sub = :sub))
   ), ${newPasswordParts('exists (select 1 from passed)')},
   unlocked as (
     delete from attempts where pool_id = :poolId and purpose = 'password' and key = :attemptsKey::text and exists (select 1 from passed)
   ), announced as (${outboxInsert} and exists (select 1 from passed))
   select exists (select 1 from changed) as changed`,
);

const lastPermanent = statement<{ poolId: string; sub: string; limit: number }, { hash: string }>(
  'passwords.last-permanent',
  `(select hash, set_at from passwords where pool_id = :poolId and sub = :sub and temporary_until is null)
   union all
   (select hash, set_at from password_history where pool_id = :poolId and sub = :sub order by set_at desc limit :limit)
   order by set_at desc limit :limit`,
);

const current = statement<{ poolId: string; sub: string }, { hash: string }>(
  'passwords.current',
  'select hash from passwords where pool_id = :poolId and sub = :sub',
);

const replaced = statement<{ poolId: string; sub: string; oldHash: string; hash: string; srp: Buffer }, never>(
  'passwords.replace-hash',
  'update passwords set hash = :hash, srp = :srp where pool_id = :poolId and sub = :sub and hash = :oldHash',
);

/** What a change of password uses up and clears besides. */
export interface ChangeOptions {
  readonly now: Date;
  /** Outstanding codes that end with the change. */
  readonly ends: readonly CodePurpose[];
  /** The hash of the code that allows the change: it must be one of those that end. */
  readonly codeHash?: Buffer;
  /** The hash of the password that proves the right to change it: it must still be in force. Null: there must still be none. */
  readonly fromHash?: string | null;
  /** The status that the user must still have. */
  readonly fromStatus?: UserStatusType;
  /** True: a user whose password an administrator has disabled gets one again; without it nothing changes for such a user. */
  readonly enables?: boolean;
  /** Messages that carry the new password. */
  readonly messages?: readonly OutboxRow[];
  /** The key of the user's failed passwords, to forget them. */
  readonly attemptsKey?: string;
}

/** Passwords of users. */
export const passwordStore = (sql: Sql) => ({
  /** Gives a user a new password, all or nothing; false when the user is gone, or what the options name was used or changed meanwhile. */
  change(poolId: string, sub: string, change: PasswordChange, options: ChangeOptions): Promise<boolean> {
    const { attemptsKey } = options;
    const params = {
      poolId,
      sub,
      now: options.now,
      purposes: options.ends,
      codeHash: options.codeHash ?? null,
      fromNone: options.fromHash === null,
      fromHash: options.fromHash ?? null,
      fromStatus: options.fromStatus ?? null,
      enables: options.enables ?? false,
      attemptsKey: attemptsKey ?? null,
      ...newPasswordParams(change),
      ...outboxParams(...(options.messages ?? [])),
    };
    return sql.transaction(async (transaction) => {
      if (attemptsKey !== undefined) await transaction.query(counterLocked, { poolId, attemptsKey });
      // Of two changes at once the second must see the password of the first, or that is never remembered.
      if (!(await lockUser(transaction, { poolId, sub }))) return false;
      const [row] = await transaction.query(changed, params);
      return row?.changed ?? false;
    });
  },

  /** The hashes of the user's last permanent passwords, the one in force among them. */
  async lastPermanent(poolId: string, sub: string, limit: number): Promise<string[]> {
    return (await sql.query(lastPermanent, { poolId, sub, limit })).map(({ hash }) => hash);
  },

  /** The hash in force, undefined for a user without a password. */
  async current(poolId: string, sub: string): Promise<string | undefined> {
    return (await sql.query(current, { poolId, sub }))[0]?.hash;
  },

  /** Exchanges the stored form of an unchanged password, unless it was changed meanwhile. */
  async replaceHash(
    poolId: string,
    sub: string,
    oldHash: string,
    stored: { hash: string; srp: Buffer },
  ): Promise<void> {
    await sql.query(replaced, { poolId, sub, oldHash, ...stored });
  },
});
