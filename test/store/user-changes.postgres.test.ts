import { describe, expect, test } from 'vitest';
import { families } from '#store/families.js';
import { violatedUnique } from '#store/failures.js';
import { passwordStore } from '#store/passwords.js';
import { settlements } from '#store/settlements.js';
import type { Sql } from '#store/sql.js';
import { softwareTokens } from '#store/software-tokens.js';
import { statement } from '#store/statement.js';
import { trackedSessions } from '#store/tracked-sessions.js';
import { userAttributes } from '#store/user-attributes.js';
import { userFactors } from '#store/user-factors.js';
import { userStates } from '#store/user-states.js';
import { users } from '#store/users.js';
import { openTestDatabase } from './engine/engine.js';
import { oneAfterAnother } from './engine/one-after-another.js';
import { newUser, now, password, pool, register, signIn } from './rows.js';

// Two changes of one user at once: the second sees what the first left.

const poolId = pool.id;
const later = new Date('2026-01-01T00:01:00Z');
const count = (table: string) =>
  statement<object, { count: number }>(`test.count-${table}`, `select count(*)::int as count from ${table}`);
const counter = statement<{ key: string }, never>(
  'test.counter',
  `insert into attempts (pool_id, purpose, key, count, expires_at)
   values ('${poolId}', 'password', :key, 1, '2026-01-02T00:00:00Z')`,
);

describe('an authenticator app that is deleted', () => {
  const registered = async () => {
    const { sql } = await openTestDatabase();
    const of = { poolId, sub: await register(sql, 'maya') };
    const [pending, nothingSpent] = [Buffer.from('key'), { poolId, spends: [], spentUntil: now }];
    await softwareTokens(sql).begin({ ...of, pending }, nothingSpent);
    const verified = { ...of, pending, secret: pending, friendlyName: null, step: 1, first: true };
    await softwareTokens(sql).verify(verified, nothingSpent);
    return { sql, of };
  };
  const switchOn = (sql: Sql, { sub }: { sub: string }) =>
    userFactors(sql).change(
      pool,
      sub,
      ({ hasSoftwareToken }) => ({ enabled: hasSoftwareToken ? ['SOFTWARE_TOKEN_MFA'] : [], preferred: undefined }),
      now,
    );

  test('at the same moment is not switched on', async () => {
    const { sql, of } = await registered();
    await oneAfterAnother(
      sql,
      (first) => softwareTokens(first).delete(of.poolId, of.sub, now),
      () => switchOn(sql, of),
    );
    expect((await users(sql).get(pool, 'maya')).mfa.enabled).toEqual([]);
  });

  test('while it is switched on is switched off again', async () => {
    const { sql, of } = await registered();
    await oneAfterAnother(
      sql,
      (first) => switchOn(first, of),
      () => softwareTokens(sql).delete(of.poolId, of.sub, now),
    );
    expect((await users(sql).get(pool, 'maya')).mfa.enabled).toEqual([]);
    expect(await softwareTokens(sql).find(of.poolId, of.sub)).toEqual({ verified: false, pending: undefined });
  });
});

test('a change of attributes sees the address that began to wait meanwhile', async () => {
  const { sql } = await openTestDatabase();
  const sub = await register(sql, 'maya');
  let seen = {};

  await oneAfterAnother(
    sql,
    (first) =>
      userAttributes(first).change(pool, sub, () => ({ attributes: {}, pending: { email: 'new@example.com' } }), {
        now,
      }),
    () =>
      userAttributes(sql).change(
        pool,
        sub,
        ({ user, pending }) => {
          seen = pending;
          return { attributes: user.attributes, settled: ['email'] };
        },
        { now },
      ),
  );

  expect(seen).toEqual({ email: 'new@example.com' });
  expect(await userAttributes(sql).pending(poolId, sub)).toEqual({});
});

describe('of two new passwords', () => {
  test('the first one is remembered too', async () => {
    const { sql } = await openTestDatabase();
    const own = { hash: 'old', srp: Buffer.from('srp'), temporaryUntil: null };
    const sub = await register(sql, 'maya', { password: own });

    await oneAfterAnother(
      sql,
      (first) => passwordStore(first).change(poolId, sub, password('first'), { now, ends: [] }),
      () => passwordStore(sql).change(poolId, sub, password('second'), { now: later, ends: [] }),
    );

    const known = await passwordStore(sql).lastPermanent(poolId, sub, 5);
    expect(known.toSorted()).toEqual(['first', 'old', 'second']);
  });

  test('for a user without one, the second has to prove the first', async () => {
    const { sql } = await openTestDatabase();
    const sub = await register(sql, 'maya');
    const options = { now, ends: [], fromHash: null };

    const late = await oneAfterAnother(
      sql,
      async (first) => expect(await passwordStore(first).change(poolId, sub, password('first'), options)).toBe(true),
      () => passwordStore(sql).change(poolId, sub, password('second'), options),
    );

    expect(late).toBe(false);
    expect(await passwordStore(sql).current(poolId, sub)).toBe('first');
  });
});

describe('a user who is deleted', () => {
  test('is signed in no more, and leaves no sign-in', async () => {
    const { sql } = await openTestDatabase();
    const sub = await register(sql, 'maya');

    const late = await oneAfterAnother(
      sql,
      (first) => users(first).delete(poolId, sub),
      () => settlements(sql).settle(signIn(sub, 'late')),
    );

    expect(late).toBe('stale');
    expect(await sql.query(count('families'), {})).toEqual([{ count: 0 }]);
  });

  test('takes the sign-in along that was just made', async () => {
    const { sql } = await openTestDatabase();
    const sub = await register(sql, 'maya');

    await oneAfterAnother(
      sql,
      async (first) => expect(await settlements(first).settle(signIn(sub, 'quick'))).toBe('done'),
      () => users(sql).delete(poolId, sub),
    );

    expect(await sql.query(count('families'), {})).toEqual([{ count: 0 }]);
  });
});

test('a sign-in that is written just after the user was disabled ends when the user is enabled', async () => {
  const { sql } = await openTestDatabase();
  const sub = await register(sql, 'maya');
  const ended = async () => (await families(sql).ofToken(poolId, sub, 'late')).family?.ended;

  await sql.transaction(async (first) => {
    expect(await settlements(first).settle(signIn(sub, 'late'))).toBe('done');
    await userStates(sql).disable(poolId, sub, now);
  });
  expect(await ended()).toBe(false);
  await userStates(sql).enable(poolId, sub, later);

  expect(await ended()).toBe(true);
});

test('a new password and two sign-ins of one user at once wait for one another, but never in a circle', async () => {
  const { sql } = await openTestDatabase();
  const sub = await register(sql, 'maya');
  const attemptsKey = 'key-of-maya';
  const makeRoom = (id: string) => trackedSessions(sql).makeRoom({ poolId, sub }, { id }, 1, now);
  await sql.query(counter, { key: attemptsKey });
  let begun = 0;
  // Whoever the server ends for having waited in a circle begins again.
  const counting: Sql = {
    ...sql,
    transaction: (work) =>
      sql.transaction((transaction) => {
        begun += 1;
        return work(transaction);
      }),
  };

  // The first holds the counter, and locks the user itself only when both others wait.
  const others = await counting.transaction(async (first) => {
    expect(await settlements(first).settle(signIn(sub, 'first', { attemptsKey }))).toBe('done');
    const outcome = Promise.all([
      settlements(counting).settle(signIn(sub, 'second', { attemptsKey, effects: [makeRoom('second')] })),
      passwordStore(counting).change(poolId, sub, password('new'), { now, ends: [], attemptsKey }),
    ]);
    outcome.catch(() => undefined);
    while ((await sql.query(waiters, {})).length < 2);
    await makeRoom('first')(first);
    return { outcome };
  });

  expect(await others.outcome).toEqual(['done', true]);
  expect(begun).toBe(3);
});

const waiters = statement<object, { pid: number }>(
  'test.waiters',
  `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

// ADR 5: the database settles who has a name.
describe('a name that one user signs up with and another comes to prefer', () => {
  const prefer = (sql: Sql, sub: string) =>
    userAttributes(sql).change(pool, sub, () => ({ attributes: { preferred_username: 'maya' } }), { now });
  const signUp = (sql: Sql) => users(sql).register(pool, newUser('maya'), undefined, []);
  const lost = (error: unknown) => violatedUnique(error);

  test('is the one who signed up first', async () => {
    const { sql } = await openTestDatabase();
    const sub = await register(sql, 'noor');
    const late = oneAfterAnother(sql, signUp, () => prefer(sql, sub));
    expect(await late.catch(lost)).toBe('aliases_pkey');
    expect((await users(sql).get(pool, 'maya')).username).toBe('maya');
  });

  test('is the one who preferred it first', async () => {
    const { sql } = await openTestDatabase();
    const sub = await register(sql, 'noor');
    const late = oneAfterAnother(
      sql,
      (first) => prefer(first, sub),
      () => signUp(sql),
    );
    expect(await late.catch(lost)).toBe('aliases_pkey');
    expect((await users(sql).get(pool, 'maya')).username).toBe('noor');
  });
});
