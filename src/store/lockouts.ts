import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Effect } from './settlements.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

// The number of failures, this one among them, and what follows from it.
const failures = `case when attempts.expires_at <= :now::timestamptz then 1 else attempts.count + 1 end`;
const lockEnd = (count: string) => `case when ${count} >= :threshold::int then :now::timestamptz
       + least(power(2, least(${count} - :threshold::int, 30)), :capSeconds::int) * interval '1 second' end`;
const forgottenAt = (count: string) =>
  `coalesce(${lockEnd(count)}, :now::timestamptz) + :resetSeconds::int * interval '1 second'`;

const failed = statement<Record<string, unknown>, { count: number }>(
  'lockouts.count',
  // Inside a lock nothing is counted and the lock is not extended: then no row comes back.
  `with spent as (
     insert into spent_sessions (pool_id, id, expires_at)
     select :poolId::text, session.id, :spentUntil::timestamptz from unnest(:spends::text[]) as session (id)
     on conflict do nothing
   )
   insert into attempts (pool_id, purpose, key, count, locked_until, expires_at)
   values (:poolId, :purpose, :key, 1, ${lockEnd('1')}, ${forgottenAt('1')})
   on conflict (pool_id, purpose, key) do update set
     count = ${failures}, locked_until = ${lockEnd(failures)}, expires_at = ${forgottenAt(failures)}
   where attempts.locked_until is null or attempts.locked_until <= :now::timestamptz
   returning count`,
);

/** A failed password or code. */
export interface Failure {
  readonly poolId: string;
  readonly key: string;
  readonly spends: readonly string[];
  readonly spentUntil: Date;
  readonly now: Date;
}

const lock = statement<{ poolId: string; purpose: FailurePurpose; key: string; now: Date }, { one: number }>(
  'lockouts.is-locked',
  `select 1 as one from attempts where pool_id = :poolId and purpose = :purpose and key = :key and locked_until > :now`,
);

// The lock is read under a row lock, so that a right code among thirty parallel guesses does not slip past it.
const forgotten = statement<{ poolId: string; purpose: FailurePurpose; key: string; now: Date }, { locked: boolean }>(
  'lockouts.forget',
  `with lock as (
     select locked_until from attempts where pool_id = :poolId and purpose = :purpose and key = :key for update
   ), gone as (
     delete from attempts where pool_id = :poolId and purpose = :purpose and key = :key
       and not exists (select 1 from lock where locked_until > :now)
   )
   select exists (select 1 from lock where locked_until > :now) as locked`,
);

/** What is failed: passwords, codes of second factors, and proofs of devices. Each has a counter and a lock of its own. */
type FailurePurpose = 'password' | 'mfa' | 'device';

const forgetting =
  (purpose: FailurePurpose) =>
  (poolId: string, key: string, now: Date): Effect =>
  async (sql) => {
    const [row] = await sql.query(forgotten, { poolId, purpose, key, now });
    if (row?.locked) throw NotAuthorized(messages.passwordAttemptsExceeded);
  };

/** Forgets a user's wrong codes of second factors. Throws NotAuthorizedException while they lock the user. */
export const forgetMfaFailures = forgetting('mfa');

/** Forgets the wrong proofs of a user's devices. Throws NotAuthorizedException while they lock the user. */
export const forgetDeviceFailures = forgetting('device');

/** Failures of one purpose, and the lock that they set. */
export const failuresOf = (sql: Sql, purpose: FailurePurpose) => ({
  /**
   * Counts a failure and uses up the session that carried it. From `threshold` failures on, each sets a lock that
   * doubles from one second to `capSeconds`; `resetSeconds` without a failure, after the lock, forget them. False when a lock
   * was in force: then nothing was counted.
   */
  async count(
    failure: Failure,
    rule: { threshold: number; capSeconds: number; resetSeconds: number },
  ): Promise<boolean> {
    return (await sql.query(failed, { ...failure, ...rule, purpose })).length > 0;
  },

  /** Whether failures lock this name now. */
  async isLocked(poolId: string, key: string, now: Date): Promise<boolean> {
    return (await sql.query(lock, { poolId, purpose, key, now })).length > 0;
  },
});
