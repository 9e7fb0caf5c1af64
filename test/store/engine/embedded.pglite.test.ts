import type pg from 'pg';
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { openEmbedded } from '#store/pglite/open.js';
import { vacuum } from '#store/pglite/vacuum.js';
import { temporaryFolder } from './engine.js';

const pages = async (pool: pg.Pool): Promise<number> => {
  const { rows } = await pool.query<{ pages: number }>(`select (pg_relation_size('things') / 8192)::int as pages`);
  return rows[0]?.pages ?? 0;
};

test('a database that nobody used can be closed', async () => {
  const { close } = await openEmbedded(join(await temporaryFolder(), 'database'), 10_000);
  await expect(close()).resolves.toBeUndefined();
});

test('the space of rows that are replaced again and again is used again', async () => {
  const { pool, close } = await openEmbedded(join(await temporaryFolder(), 'database'), 10_000);
  await pool.query('create table things (id int, content text)');
  const churn = async () => {
    await pool.query(`insert into things select n, repeat('x', 500) from generate_series(1, 2000) n`);
    await pool.query('delete from things');
    // PostgreSQL counts what died once a second otherwise.
    await pool.query('select pg_stat_force_next_flush()');
  };
  await churn();
  const once = await pages(pool);
  for (let round = 0; round < 5; round++) {
    await vacuum(pool);
    await churn();
  }
  expect(await pages(pool)).toBeLessThan(2 * once);
  await close();
});
