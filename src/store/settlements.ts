import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Family } from '#domain/family.js';
import { purgeOf } from './purge.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { newPasswordParams, newPasswordParts, type PasswordChange } from './password-changes.js';

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
  /** What else the step changes, in the order in which it is done. */
  readonly effects: readonly Effect[];
}

/** Ids of sessions that are used up, and until when they must be remembered. */
export type UsedUp = Pick<Settlement, 'poolId' | 'spends' | 'spentUntil'>;

/**
 * A further change that a proven step makes, within the transaction that settles it: a code or a time step used up, an attribute
 * verified. Throws ApiError, and nothing of the step is done, when what it rests on is no longer so.
 */
export type Effect = (sql: Sql) => Promise<void>;

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
     insert into families (pool_id, id, sub, client_id, origin_jti, generation, scopes, auth_time, device_key, device_group_key,
       acr, amr, session_id, user_agent, last_ip, last_used_at, refresh_until, expires_at)
     select :poolId::text, :familyId::text, :sub::text, :clientId::text, :originJti::text, 0, :scopes::text, :authTime::timestamptz,
       :deviceKey::text, :deviceGroupKey::text, :acr::text, :amr::text, :sessionId::text, :userAgent::text, :lastIp::text,
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

// Whoever deletes the user waits for this, and then sees the sign-in; others who change or sign in to the user do not.
const enabledUser = `select 1 as one from users u where u.pool_id = :poolId and u.sub = :sub and u.enabled
       and (:provenSetAt::timestamptz is null or exists (select 1 from passwords p
         where p.pool_id = u.pool_id and p.sub = u.sub and p.set_at = :provenSetAt::timestamptz))
     for key share of u`;

const settled = statement<Record<string, unknown>, Verdict>(
  'settlements.settle',
  `with ${gate(enabledUser)} ${verdictColumns}`,
);

// The row locks make a second answer wait, and see that the password is no longer the temporary one that was proven.
const owesNewPassword = `select 1 as one from users u join passwords p on p.pool_id = u.pool_id and p.sub = u.sub
     where u.pool_id = :poolId and u.sub = :sub and u.enabled and u.status = 'FORCE_CHANGE_PASSWORD'
       and p.set_at = :replacesSetAt::timestamptz
       and (:attributesBefore::jsonb is null or u.attributes = :attributesBefore::jsonb)
     for no key update`;

const settledWithPassword = statement<Record<string, unknown>, Verdict>(
  'settlements.settle-with-password',
  `with ${gate(owesNewPassword)},
   ${newPasswordParts('exists (select 1 from passed)')} ${verdictColumns}`,
);

const spentAlone = statement<UsedUp, { fresh: boolean }>(
  'settlements.spend',
  `with spent as (
     insert into spent_sessions (pool_id, id, expires_at)
     select :poolId::text, session.id, :spentUntil::timestamptz from unnest(:spends::text[]) as session (id)
     on conflict do nothing
     returning id
   )
   select (select count(*) from spent) = cardinality(:spends::text[]) as fresh`,
);

const purge = purgeOf('spent_sessions', 'pool_id, id');

/** Uses ids up. Throws NotAuthorizedException when one was used before. */
export const useUp =
  (used: UsedUp): Effect =>
  async (sql) => {
    const [row] = await sql.query(spentAlone, used);
    if (!row?.fresh) throw NotAuthorized(messages.sessionSpent);
  };

/** What signing in writes, in one statement after the proof. */
export const settlements = (sql: Sql) => ({
  /** Writes what a proven step leaves behind, all or nothing. */
  async settle(settlement: Settlement): Promise<Settled> {
    const { effects } = settlement;
    if (effects.length === 0) return settleAlone(sql, settlement);
    return sql.transaction(async (transaction) => {
      const verdict = await settleAlone(transaction, settlement);
      if (verdict === 'done') for (const effect of effects) await effect(transaction);
      return verdict;
    });
  },

  /** Does what a step leaves behind that proves nothing about anybody, and uses ids up. Throws NotAuthorizedException when one was used before. */
  spend({ effects, ...used }: UsedUp & Pick<Settlement, 'effects'>): Promise<void> {
    return sql.transaction(async (transaction) => {
      for (const effect of [useUp(used), ...effects]) await effect(transaction);
    });
  },

  /** Deletes up to `limit` used ids that no longer could be shown, and says how many there were. */
  purgeSpent: purge(sql),
});

const settleAlone = async (sql: Sql, settlement: Settlement): Promise<Settled> => {
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
    authTime: family?.authTime ?? null,
    deviceKey: family?.deviceKey ?? null,
    deviceGroupKey: family?.deviceGroupKey ?? null,
    acr: family?.acr ?? null,
    amr: family?.amr?.join(' ') ?? null,
    sessionId: family?.sessionId ?? null,
    userAgent: family?.userAgent ?? null,
    lastIp: family?.lastIp ?? null,
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
};

const toSettled = (verdict: Verdict | undefined): Settled => {
  if (verdict?.passed) return 'done';
  if (!verdict?.unlocked) return 'locked';
  return verdict.fresh ? 'stale' : 'spent';
};
