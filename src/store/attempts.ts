import { addSeconds } from '#lib/clock.js';
import { purgeOf } from './purge.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** What is counted. */
export type AttemptPurpose =
  | 'password'
  | 'mfa'
  | 'device'
  | 'confirm-sign-up'
  | 'confirm-forgot-password'
  | 'change-password'
  | 'send-sign-up-code'
  | 'send-reset-code'
  | 'send-attribute-code'
  | 'send-sign-in-code'
  | 'send-sign-in-codes-to'
  | 'send-second-factor'
  | 'send-text-messages'
  | 'verify-attribute'
  | 'keep-custom-challenges';

export interface AttemptKey {
  readonly poolId: string;
  readonly purpose: AttemptPurpose;
  /** An HMAC of the user's sub, of the typed name when there is no such user, or of the address that asks. */
  readonly key: string;
}

/**
 * The insert that takes one of so many attempts within an hour of the first, as a statement or a part of one, with the parameters
 * of `attemptParams`. It returns no row when none is left.
 */
export const attemptInsert = `insert into attempts (pool_id, purpose, key, count, locked_until, expires_at)
   select :attemptPoolId::text, :attemptPurpose::text, :attemptKey::text, 1, null, :attemptUntil::timestamptz where :attemptLimit::int > 0
   on conflict (pool_id, purpose, key) do update set
     count = case when attempts.expires_at <= :attemptNow then 1 else attempts.count + 1 end,
     expires_at = case when attempts.expires_at <= :attemptNow then excluded.expires_at else attempts.expires_at end
   where attempts.expires_at <= :attemptNow or attempts.count < :attemptLimit::int
   returning count`;

export const attemptParams = ({ poolId, purpose, key }: AttemptKey, limit: number, now: Date) => ({
  attemptPoolId: poolId,
  attemptPurpose: purpose,
  attemptKey: key,
  attemptLimit: limit,
  attemptNow: now,
  attemptUntil: addSeconds(now, 3600),
});

const taken = statement<ReturnType<typeof attemptParams>, { count: number }>('attempts.take', attemptInsert);

const cleared = statement<AttemptKey, never>(
  'attempts.clear',
  'delete from attempts where pool_id = :poolId and purpose = :purpose and key = :key',
);

const purge = purgeOf('attempts', 'pool_id, purpose, key');

/** Expiring counters of failures and requests. Each call is one atomic statement: thirty parallel guesses are thirty guesses. */
export const attempts = (sql: Sql) => ({
  /** Takes one of `limit` attempts within an hour of the first; false when none is left. */
  async take(key: AttemptKey, limit: number, now: Date): Promise<boolean> {
    return (await sql.query(taken, attemptParams(key, limit, now))).length > 0;
  },

  /** Forgets what was counted. */
  async clear(key: AttemptKey): Promise<void> {
    await sql.query(cleared, key);
  },

  /** Deletes up to `limit` expired counters and says how many there were. */
  purge: purge(sql),
});
