import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { attemptInsert, attemptParams, type AttemptKey } from './attempts.js';
import type { CodePurpose, NewCode } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import { purgeOf } from './purge.js';
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

/** A code on its way to a user. */
export interface SentCode {
  /** Where codes that are sent to the user are counted. */
  readonly counter: AttemptKey;
  readonly code: NewCode;
  readonly message: OutboxRow;
  /** True: only the count is stored. There is no such user, or none who is sent codes, and nobody is to notice by the time it takes. */
  readonly pretended: boolean;
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

/** How an insert into `codes` ends: a new code takes the place of the one before of its purpose. */
export const replacesCode = `on conflict (pool_id, sub, purpose) do update set
       hash = excluded.hash, attribute = excluded.attribute, value = excluded.value, expires_at = excluded.expires_at`;

// Of a code that is only pretended it stores the count alone, but commits as well: writing to the disk takes the longest.
const sent = statement<Record<string, unknown>, { count: number }>(
  'codes.send',
  `with attempt as (${attemptInsert}),
   message as (${outboxInsert} and not :pretended::boolean and exists (select 1 from attempt)),
   code as (
     insert into codes (pool_id, sub, purpose, hash, attribute, value, expires_at)
     select :poolId::text, :sub::text, :purpose::text, :hash::bytea, :attribute::text, :value::text, :expiresAt::timestamptz
     from attempt where not :pretended::boolean
     ${replacesCode})
   select count from attempt`,
);

const purge = purgeOf('codes', 'pool_id, sub, purpose');

/** Codes that users were sent: one of each purpose, the newest. */
export const codes = (sql: Sql) => ({
  /** The user that a typed name leads to, with the newest code of one purpose. */
  async find(pool: Pool, name: string, purpose: CodePurpose): Promise<UserAndCode | undefined> {
    const [row] = await sql.query(found, { poolId: pool.id, purpose, ...nameKeys(pool, name) });
    return row && toUserAndCode(row);
  },

  /**
   * Takes one of `limit` attempts within an hour, replaces the user's code of its purpose and stores the message that carries it,
   * in one statement; false, and nothing is stored, when no attempt is left.
   */
  async send(
    { counter, code, message, pretended }: SentCode,
    { limit, now }: { limit: number; now: Date },
  ): Promise<boolean> {
    const { poolId, sub } = message.message;
    const params = { poolId, sub, ...code, pretended, ...attemptParams(counter, limit, now), ...outboxParams(message) };
    return (await sql.query(sent, params)).length > 0;
  },

  /** Deletes up to `limit` expired codes and says how many there were. */
  purge: purge(sql),
});

const toUserAndCode = (row: UserRow & CodeColumns): UserAndCode => {
  const { codeHash, codeAttribute, codeValue, codeExpiresAt, ...user } = row;
  const code =
    codeHash && codeAttribute !== null && codeValue !== null && codeExpiresAt
      ? { hash: codeHash, attribute: codeAttribute, value: codeValue, expiresAt: codeExpiresAt }
      : undefined;
  return { user: toUser(user), attemptsKey: row.attemptsKey, code };
};
