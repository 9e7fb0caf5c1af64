import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import type { CodePurpose, NewCode } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { nameKeys, subOfName, toUser, userColumns, type NameKeys, type UserRow } from './user-rows.js';

/** The newest code of one purpose. */
export interface StoredCode {
  readonly hash: Buffer;
  readonly attribute: string;
  readonly value: string;
  readonly expiresAt: Date;
}

export interface UserAndCode {
  readonly user: User;
  readonly attemptsKey: string;
  readonly code: StoredCode | undefined;
}

type CodeColumns = {
  codeHash: Buffer | null;
  codeAttribute: string | null;
  codeValue: string | null;
  codeExpiresAt: Date | null;
};

const found = statement<{ poolId: string; purpose: CodePurpose } & NameKeys, UserRow & CodeColumns>(
  'codes.find',
  `select ${userColumns}, c.hash as code_hash, c.attribute as code_attribute, c.value as code_value, c.expires_at as code_expires_at
   from users u
   left join codes c on c.pool_id = u.pool_id and c.sub = u.sub and c.purpose = :purpose
   where u.pool_id = :poolId and u.sub = ${subOfName}`,
);

const replaced = statement<Record<string, unknown>, never>(
  'codes.replace',
  `with message as (${outboxInsert})
   insert into codes (pool_id, sub, purpose, hash, attribute, value, expires_at)
   values (:poolId, :sub, :purpose, :hash, :attribute, :value, :expiresAt)
   on conflict (pool_id, sub, purpose) do update set
     hash = excluded.hash, attribute = excluded.attribute, value = excluded.value, expires_at = excluded.expires_at`,
);

const purged = statement<{ now: Date; limit: number }, { count: number }>(
  'codes.purge',
  `with gone as (
     delete from codes where (pool_id, sub, purpose) in (
       select pool_id, sub, purpose from codes where expires_at < :now order by expires_at limit :limit)
     returning 1)
   select count(*)::int as count from gone`,
);

/** Codes that users were sent: one of each purpose, the newest. */
export const codes = (sql: Sql) => ({
  /** The user that a typed name leads to, with the newest code of one purpose. */
  async find(pool: Pool, name: string, purpose: CodePurpose): Promise<UserAndCode | undefined> {
    const [row] = await sql.query(found, { poolId: pool.id, purpose, ...nameKeys(pool, name) });
    return row && toUserAndCode(row);
  },

  /** Replaces the user's code of its purpose and stores the message that carries it, in one statement. */
  async replace(poolId: string, sub: string, code: NewCode, message: OutboxRow): Promise<void> {
    await sql.query(replaced, { poolId, sub, ...code, ...outboxParams(message) });
  },

  /** Deletes up to `limit` expired codes and says how many there were. */
  async purge(now: Date, limit: number): Promise<number> {
    return (await sql.query(purged, { now, limit }))[0]?.count ?? 0;
  },
});

const toUserAndCode = (row: UserRow & CodeColumns): UserAndCode => {
  const { codeHash, codeAttribute, codeValue, codeExpiresAt, ...user } = row;
  const code =
    codeHash && codeAttribute !== null && codeValue !== null && codeExpiresAt
      ? { hash: codeHash, attribute: codeAttribute, value: codeValue, expiresAt: codeExpiresAt }
      : undefined;
  return { user: toUser(user), attemptsKey: row.attemptsKey, code };
};
