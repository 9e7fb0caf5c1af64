import type { Family } from '#domain/family.js';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import {
  membershipsColumn,
  nameKeys,
  subOfName,
  toMemberships,
  toUser,
  userColumns,
  type MembershipsValue,
  type NameKeys,
  type UserRow,
} from './user-rows.js';
import { newPasswordParams, newPasswordParts, type PasswordChange } from './password-changes.js';

/** What a sign-in needs to know of the person behind a typed name. */
export interface SignInRecord {
  readonly user: User | undefined;
  /** The user's groups, the most important first. */
  readonly memberships: readonly Membership[];
  /** The key of the user's attempt counters; undefined when there is no such user. */
  readonly attemptsKey: string | undefined;
  readonly password: StoredPassword | undefined;
  /** Until when failed passwords lock this name, known or not. */
  readonly lockedUntil: Date | undefined;
}

export interface StoredPassword {
  readonly hash: string;
  /** Salt and verifier, sealed; undefined for an imported hash. */
  readonly srp: Buffer | undefined;
  /** When a temporary password stops working; undefined for a permanent one. */
  readonly temporaryUntil: Date | undefined;
  readonly setAt: Date;
}

interface SignInRow extends UserRow {
  hash: string | null;
  srp: Buffer | null;
  temporaryUntil: Date | null;
  setAt: Date | null;
  lockedUntil: Date | null;
  memberships: MembershipsValue;
}

// One row always: an unknown name finds its own lock in the same round trip as a known one.
const found = statement<
  { poolId: string; typedKey: string } & NameKeys,
  { [K in keyof SignInRow]: SignInRow[K] | null }
>(
  'sign-ins.find',
  `select ${userColumns}, p.hash, p.srp, p.temporary_until, p.set_at, a.locked_until, ${membershipsColumn}
   from (values (1)) as one
   left join users u on u.pool_id = :poolId and u.sub = ${subOfName}
   left join passwords p on p.pool_id = u.pool_id and p.sub = u.sub
   left join attempts a on a.pool_id = :poolId and a.purpose = 'password' and a.key = coalesce(u.attempts_key, :typedKey)`,
);

/** What a proven step of a sign-in leaves behind, in one statement. */
export interface Settlement {
  readonly poolId: string;
  readonly sub: string;
  readonly now: Date;
  /** Set when a password was proven: failures are forgotten, unless a lock came meanwhile. */
  readonly attemptsKey: string | undefined;
  /** When the password that was proven had been set: it must still be in force. Undefined when none was proven. */
  readonly provenSetAt: Date | undefined;
  /** Ids of the session and the SRP state that the step used up. */
  readonly spends: readonly string[];
  /** Until when a used id could be shown again. */
  readonly spentUntil: Date;
  /** The sign-in that the step completed. */
  readonly family: Family | undefined;
  /** The password that replaces a temporary one, and when that one had been set: it must still be in force. */
  readonly password: (PasswordChange & { readonly replacesSetAt: Date }) | undefined;
}

/**
 * `spent`: the session was answered before; `locked`: failed passwords locked the name since it was read; `stale`: the user was
 * disabled, deleted, or given another password since, or other attributes than those that a new password came with were decided
 * on, and the session is used up.
 */
export type Settled = 'done' | 'spent' | 'locked' | 'stale';

/**
 * What every settlement begins with. `user` selects the user as it must still be. The lock is read again under a row lock, so
 * that a right guess among thirty parallel ones does not slip past it.
 */
const gate = (user: string): string => `lock as (
     select locked_until from attempts where pool_id = :poolId and purpose = 'password' and key = :attemptsKey::text for update
   ), unlocked as (
     select 1 as one where not exists (select 1 from lock where locked_until > :now::timestamptz)
   ), account as (
     ${user}
   ), spent as (
     insert into spent_sessions (pool_id, id, expires_at)
     select :poolId::text, session.id, :spentUntil::timestamptz
     from unnest(:spends::text[]) as session (id), unlocked
     on conflict do nothing
     returning id
   ), passed as (
     select account.one from account, unlocked where (select count(*) from spent) = cardinality(:spends::text[])
   ), forgotten as (
     delete from attempts where pool_id = :poolId and purpose = 'password' and key = :attemptsKey::text and exists (select 1 from passed)
   ), signed_in as (
     insert into families (pool_id, id, sub, client_id, origin_jti, generation, scopes, auth_time, last_used_at, refresh_until, expires_at)
     select :poolId::text, :familyId::text, :sub::text, :clientId::text, :originJti::text, 0, :scopes::text, :now::timestamptz,
       :now::timestamptz, :refreshUntil::timestamptz, :familyUntil::timestamptz
     from passed where :familyId::text is not null
   )`;

const verdictColumns = `select exists (select 1 from passed) as passed, exists (select 1 from unlocked) as unlocked,
     (select count(*) from spent) = cardinality(:spends::text[]) as fresh`;

interface Verdict {
  passed: boolean;
  unlocked: boolean;
  fresh: boolean;
}

const enabledUser = `select 1 as one from users u where u.pool_id = :poolId and u.sub = :sub and u.enabled
       and (:provenSetAt::timestamptz is null or exists (select 1 from passwords p
         where p.pool_id = u.pool_id and p.sub = u.sub and p.set_at = :provenSetAt::timestamptz))`;

const settled = statement<Record<string, unknown>, Verdict>(
  'sign-ins.settle',
  `with ${gate(enabledUser)} ${verdictColumns}`,
);

// The row locks make a second answer wait, and see that the password is no longer the temporary one that was proven.
const owesNewPassword = `select 1 as one from users u join passwords p on p.pool_id = u.pool_id and p.sub = u.sub
     where u.pool_id = :poolId and u.sub = :sub and u.enabled and u.status = 'FORCE_CHANGE_PASSWORD'
       and p.set_at = :replacesSetAt::timestamptz
       and (:attributesBefore::jsonb is null or u.attributes = :attributesBefore::jsonb)
     for update`;

const settledWithPassword = statement<Record<string, unknown>, Verdict>(
  'sign-ins.settle-password',
  `with ${gate(owesNewPassword)},
   ${newPasswordParts('exists (select 1 from passed)')} ${verdictColumns}`,
);

// The number of failures, this one among them, and what follows from it.
const failures = `case when attempts.expires_at <= :now::timestamptz then 1 else attempts.count + 1 end`;
const lockEnd = (count: string) => `case when ${count} >= :threshold::int then :now::timestamptz
       + least(power(2, least(${count} - :threshold::int, 30)), :capSeconds::int) * interval '1 second' end`;
const forgottenAt = (count: string) =>
  `coalesce(${lockEnd(count)}, :now::timestamptz) + :resetSeconds::int * interval '1 second'`;

const failed = statement<Record<string, unknown>, { count: number }>(
  'sign-ins.fail',
  // Inside a lock nothing is counted and the lock is not extended: then no row comes back.
  `with spent as (
     insert into spent_sessions (pool_id, id, expires_at)
     select :poolId::text, session.id, :spentUntil::timestamptz from unnest(:spends::text[]) as session (id)
     on conflict do nothing
   )
   insert into attempts (pool_id, purpose, key, count, locked_until, expires_at)
   values (:poolId, 'password', :key, 1, ${lockEnd('1')}, ${forgottenAt('1')})
   on conflict (pool_id, purpose, key) do update set
     count = ${failures}, locked_until = ${lockEnd(failures)}, expires_at = ${forgottenAt(failures)}
   where attempts.locked_until is null or attempts.locked_until <= :now::timestamptz
   returning count`,
);

/** A failed password. */
export interface Failure {
  readonly poolId: string;
  readonly key: string;
  readonly spends: readonly string[];
  readonly spentUntil: Date;
  readonly now: Date;
}

const lock = statement<{ poolId: string; key: string; now: Date }, { one: number }>(
  'sign-ins.lock',
  `select 1 as one from attempts where pool_id = :poolId and purpose = 'password' and key = :key and locked_until > :now`,
);

const purged = statement<{ now: Date; limit: number }, { count: number }>(
  'sign-ins.purge-spent',
  `with gone as (
     delete from spent_sessions where (pool_id, id) in (
       select pool_id, id from spent_sessions where expires_at < :now order by expires_at limit :limit)
     returning 1)
   select count(*)::int as count from gone`,
);

/** What signing in reads and writes: one statement before the proof, one after it. */
export const signIns = (sql: Sql) => ({
  /** Reads everything that signing in under a typed name needs; `typedKey` is the counter key of the name should nobody bear it. */
  async find(pool: Pool, name: string, typedKey: string): Promise<SignInRecord> {
    const [row] = await sql.query(found, { poolId: pool.id, typedKey, ...nameKeys(pool, name) });
    return toRecord(row);
  },

  /** Writes what a proven step leaves behind, all or nothing. */
  async settle(settlement: Settlement): Promise<Settled> {
    const { family, password } = settlement;
    const params = {
      poolId: settlement.poolId,
      sub: settlement.sub,
      now: settlement.now,
      attemptsKey: settlement.attemptsKey ?? null,
      spends: settlement.spends,
      spentUntil: settlement.spentUntil,
      familyId: family?.id ?? null,
      clientId: family?.clientId ?? null,
      originJti: family?.originJti ?? null,
      scopes: family?.scopes ?? null,
      refreshUntil: family?.refreshUntil ?? null,
      familyUntil: family?.expiresAt ?? null,
    };
    const [row] = password
      ? await sql.query(settledWithPassword, {
          ...params,
          ...newPasswordParams(password),
          replacesSetAt: password.replacesSetAt,
        })
      : await sql.query(settled, { ...params, provenSetAt: settlement.provenSetAt ?? null });
    return toSettled(row);
  },

  /**
   * Counts a failed password and uses up the session that carried it. From `threshold` failures on, each sets a lock that
   * doubles from one second to `capSeconds`; `resetSeconds` without a failure, after the lock, forget them. False when a lock
   * was in force: then nothing was counted.
   */
  async fail(
    failure: Failure,
    rule: { threshold: number; capSeconds: number; resetSeconds: number },
  ): Promise<boolean> {
    return (await sql.query(failed, { ...failure, ...rule })).length > 0;
  },

  /** Whether failed passwords lock this name now. */
  async isLocked(poolId: string, key: string, now: Date): Promise<boolean> {
    return (await sql.query(lock, { poolId, key, now })).length > 0;
  },

  /** Deletes up to `limit` used ids that no longer could be shown, and says how many there were. */
  async purgeSpent(now: Date, limit: number): Promise<number> {
    return (await sql.query(purged, { now, limit }))[0]?.count ?? 0;
  },
});

const toSettled = (verdict: Verdict | undefined): Settled => {
  if (verdict?.passed) return 'done';
  if (!verdict?.unlocked) return 'locked';
  return verdict.fresh ? 'stale' : 'spent';
};

const toRecord = (row: { [K in keyof SignInRow]: SignInRow[K] | null } | undefined): SignInRecord => {
  if (!row || row.sub === null) {
    return {
      user: undefined,
      memberships: [],
      attemptsKey: undefined,
      password: undefined,
      lockedUntil: row?.lockedUntil ?? undefined,
    };
  }
  const { hash, srp, temporaryUntil, setAt, lockedUntil, memberships, ...user } = row as SignInRow;
  return {
    user: toUser(user),
    memberships: toMemberships(memberships),
    attemptsKey: user.attemptsKey,
    password:
      hash === null || setAt === null
        ? undefined
        : { hash, srp: srp ?? undefined, temporaryUntil: temporaryUntil ?? undefined, setAt },
    lockedUntil: lockedUntil ?? undefined,
  };
};
