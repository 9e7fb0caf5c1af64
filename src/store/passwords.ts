import { newPasswordParams, newPasswordParts, type PasswordChange } from './password-changes.js';
import type { CodePurpose } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

const changed = statement<Record<string, unknown>, { changed: boolean }>(
  'passwords.change',
  `with target as (
     select 1 as one from users where pool_id = :poolId and sub = :sub for update
   ), used as (
     delete from codes where pool_id = :poolId and sub = :sub and purpose = any(:purposes::text[])
       and (:codeHash::bytea is null or hash = :codeHash::bytea) returning 1 as one
   ), passed as (
     select one from target where :codeHash::bytea is null or exists (select 1 from used)
   ), ${newPasswordParts('exists (select 1 from passed)')},
   unlocked as (
     delete from attempts where pool_id = :poolId and purpose = 'password' and key = :attemptsKey::text and exists (select 1 from passed)
   ), announced as (${outboxInsert} and exists (select 1 from passed))
   select exists (select 1 from changed) as changed`,
);

const known = statement<{ poolId: string; sub: string; limit: number }, { hash: string }>(
  'passwords.known',
  `(select hash from passwords where pool_id = :poolId and sub = :sub and temporary_until is null)
   union all
   (select hash from password_history where pool_id = :poolId and sub = :sub order by set_at desc limit :limit)`,
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
  /** Messages that carry the new password. */
  readonly messages?: readonly OutboxRow[];
  /** The key of the user's failed passwords, to forget them. */
  readonly attemptsKey?: string;
}

/** Passwords of users. */
export const passwordStore = (sql: Sql) => ({
  /** Gives a user a new password, all or nothing; false when the user is gone or the code was used meanwhile. */
  async change(poolId: string, sub: string, change: PasswordChange, options: ChangeOptions): Promise<boolean> {
    const [row] = await sql.query(changed, {
      poolId,
      sub,
      now: options.now,
      purposes: options.ends,
      codeHash: options.codeHash ?? null,
      attemptsKey: options.attemptsKey ?? null,
      ...newPasswordParams(change),
      ...outboxParams(...(options.messages ?? [])),
    });
    return row?.changed ?? false;
  },

  /** The hashes of the user's permanent passwords: the one in force and up to `earlier` before it. */
  async known(poolId: string, sub: string, earlier: number): Promise<string[]> {
    return (await sql.query(known, { poolId, sub, limit: earlier })).map(({ hash }) => hash);
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
