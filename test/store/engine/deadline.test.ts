import { expect, test } from 'vitest';
import { isUnavailable } from '#store/failures.js';
import { statement } from '#store/statement.js';
import { migrationsOf, openTestDatabase } from './engine.js';

const sleep = statement<{ seconds: number }, never>('test.sleep', 'select pg_sleep(:seconds)');
const one = statement<object, { one: number }>('test.one', 'select 1 as one');

test('a statement past its deadline rejects, and the next one gets an answer', async () => {
  const { sql, ping } = await openTestDatabase({ statementDeadlineMilliseconds: 1_000 });
  await expect(sql.query(sleep, { seconds: 60 })).rejects.toSatisfy(isUnavailable);
  await ping();
  expect(await sql.query(one, {})).toEqual([{ one: 1 }]);
});

test('a transaction past a deadline leaves nothing behind', async () => {
  const { sql } = await openTestDatabase({
    statementDeadlineMilliseconds: 1_000,
    migrationsFolder: await migrationsOf({ '0000.sql': 'create table things (id int)' }),
  });
  const work = sql.transaction(async (inner) => {
    await inner.query(statement('test.insert', 'insert into things values (1)'), {});
    await inner.query(sleep, { seconds: 60 });
  });
  await expect(work).rejects.toSatisfy(isUnavailable);
  expect(await sql.query(statement('test.things', 'select id from things'), {})).toEqual([]);
});

test('a closed database says so', async () => {
  const { sql, close } = await openTestDatabase();
  await close();
  await expect(sql.query(one, {})).rejects.toSatisfy(isUnavailable);
});

test('statements in flight finish before the database is closed', async () => {
  const { sql, close } = await openTestDatabase();
  const slow = sql.query(sleep, { seconds: 0.5 });
  const quick = sql.query(one, {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  await close();
  await expect(slow).resolves.toHaveLength(1);
  await expect(quick).resolves.toEqual([{ one: 1 }]);
});
