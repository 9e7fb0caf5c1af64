import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import type { Pool } from '#domain/pool.js';
import { violatedUnique } from '#store/failures.js';
import { packageMigrations } from '#store/migration-files.js';
import { openDatabase } from '#store/open.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { userAttributes } from '#store/user-attributes.js';
import { users } from '#store/users.js';
import { emptyPlace, migrationsOf, openTestDatabase } from './engine/engine.js';
import { newUser, now, pool as exactPool } from './rows.js';

// Migration 0004, on a database of the release before: what ADR 5 says must hold for users who were there.

const pool: Pool = {
  ...exactPool,
  settings: { ...exactPool.settings, UsernameConfiguration: { CaseSensitive: false } },
};
const others = { ...pool, id: 'us-east-1_Others001' };
const longest = 'l'.repeat(100);

const poolMade = statement<{ id: string; settings: object }, never>(
  'test.pool',
  `insert into user_pools (id, account, region, name, settings, version, created_at, modified_at)
   values (:id, '000000000000', 'us-east-1', 'before', :settings, 1, now(), now())`,
);
const userMade = statement<{ poolId: string; name: string; key: string; attributes: object }, never>(
  'test.user',
  `insert into users (pool_id, sub, username, username_key, attempts_key, status, enabled, attributes, created_at, modified_at)
   values (:poolId, 'sub-of-' || :name, :name, :key, :name, 'CONFIRMED', true, :attributes, now(), now())`,
);
const aliasMade = statement<{ poolId: string; key: string; kind: string; sub: string }, never>(
  'test.alias',
  'insert into aliases (pool_id, key, kind, sub) values (:poolId, :key, :kind, :sub)',
);
const aliasesLeft = statement<object, { poolId: string; key: string; kind: string; sub: string }>(
  'test.aliases',
  'select pool_id, key, kind, sub from aliases order by pool_id, key, kind',
);

/** A database that was filled by the release before, and brought up to date. */
const migrated = async () => {
  const place = await emptyPlace();
  const names = (await readdir(packageMigrations)).filter((name) => name.endsWith('.sql') && name < '0004');
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(`${packageMigrations}/${name}`, 'utf8')] as const),
  );
  const migrationsFolder = await migrationsOf(Object.fromEntries(files));
  const { sql, close } = await openDatabase({ ...place, migrationsFolder, log: silentLog });
  const made = (poolId: string, name: string, attributes: object = {}) =>
    sql.query(userMade, { poolId, name, key: name.toLowerCase(), attributes });

  await sql.query(poolMade, { id: pool.id, settings: pool.settings });
  await sql.query(poolMade, { id: others.id, settings: { ...pool.settings, AliasAttributes: ['email'] } });
  await made(others.id, 'maya');
  await made(pool.id, 'Maya');
  await made(pool.id, 'lena', { preferred_username: 'lena' });
  await made(pool.id, 'noor', { preferred_username: 'maya', email: 'lena' });
  await made(pool.id, longest);
  await made(pool.id, `${longest}l`);
  await sql.query(aliasMade, { poolId: pool.id, key: 'lena', kind: 'preferred_username', sub: 'sub-of-lena' });
  await sql.query(aliasMade, { poolId: pool.id, key: 'maya', kind: 'preferred_username', sub: 'sub-of-noor' });
  // Of another kind: it has nothing to do with usernames.
  await sql.query(aliasMade, { poolId: pool.id, key: 'maya', kind: 'email', sub: 'sub-of-lena' });
  await close();
  return openTestDatabase(place);
};

const prefer = (sql: Sql, sub: string, attributes: Record<string, string>) =>
  userAttributes(sql).change(pool, sub, ({ user }) => ({ attributes: { ...user.attributes, ...attributes } }), { now });

test('usernames of users who were there before are aliases, which nobody else gets', { timeout: 60_000 }, async () => {
  const { sql } = await migrated();
  const alias = (key: string, name: string, kind = 'preferred_username') => ({
    poolId: pool.id,
    key,
    kind,
    sub: `sub-of-${name}`,
  });

  expect(await sql.query(aliasesLeft, {})).toEqual([
    alias('lena', 'lena'),
    alias(longest, longest),
    alias('maya', 'lena', 'email'),
    alias('maya', 'Maya'),
    alias('noor', 'noor'),
  ]);
  expect((await users(sql).get(pool, 'maya')).sub).toBe('sub-of-Maya');
  await expect(prefer(sql, 'sub-of-lena', { preferred_username: 'noor' })).rejects.toSatisfy(isTaken);
  await expect(users(sql).register(pool, newUser('Noor'), undefined, [])).rejects.toSatisfy(isTaken);
});

test('who preferred another’s username chooses another one with the next change', { timeout: 60_000 }, async () => {
  const { sql } = await migrated();
  await expect(prefer(sql, 'sub-of-noor', { name: 'Noor' })).rejects.toSatisfy(isTaken);
  await prefer(sql, 'sub-of-noor', { name: 'Noor', preferred_username: 'n' });
  expect((await users(sql).get(pool, 'n')).sub).toBe('sub-of-noor');
});

const isTaken = (error: unknown) => violatedUnique(error) !== undefined;
