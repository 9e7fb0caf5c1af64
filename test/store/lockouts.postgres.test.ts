import { expect, test } from 'vitest';
import { failuresOf, forgetMfaFailures } from '#store/lockouts.js';
import { settlements } from '#store/settlements.js';
import type { Sql } from '#store/sql.js';
import { openTestDatabase } from './engine/engine.js';
import { oneAfterAnother } from './engine/one-after-another.js';
import { now, pool, register, signIn } from './rows.js';

// A right guess that waits for the wrong one that locks the name comes too late, however right it is.

const attemptsKey = 'key of the name';
const rule = { threshold: 2, capSeconds: 900, resetSeconds: 900 };

/** A wrong guess; the second one locks the name. */
const fail = (sql: Sql, purpose: 'password' | 'mfa') =>
  failuresOf(sql, purpose).count({ poolId: pool.id, key: attemptsKey, spends: [], spentUntil: now, now }, rule);

test('of a password', async () => {
  const { sql } = await openTestDatabase();
  const sub = await register(sql, 'maya');
  await fail(sql, 'password');

  const settled = await oneAfterAnother(
    sql,
    (first) => fail(first, 'password'),
    () => settlements(sql).settle(signIn(sub, 'late', { attemptsKey })),
  );

  expect(settled).toBe('locked');
  expect(await failuresOf(sql, 'password').isLocked(pool.id, attemptsKey, now)).toBe(true);
});

test('of a second factor', async () => {
  const { sql } = await openTestDatabase();
  await fail(sql, 'mfa');

  const late = oneAfterAnother(
    sql,
    (first) => fail(first, 'mfa'),
    () => forgetMfaFailures(pool.id, attemptsKey, now)(sql),
  );

  await expect(late).rejects.toMatchObject({ type: 'NotAuthorizedException', message: 'Password attempts exceeded' });
  expect(await failuresOf(sql, 'mfa').isLocked(pool.id, attemptsKey, now)).toBe(true);
});
