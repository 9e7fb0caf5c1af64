import { expect, test } from 'vitest';
import { violatedUnique } from '#store/failures.js';
import { statement } from '#store/statement.js';
import { databaseOfFile, migrationsOf, openTestDatabase } from './engine.js';

const table = 'create table things (id int primary key, value int not null)';
const database = databaseOfFile(table);

/** One connection, so that what it remembers of a statement is asked for. */
const oneConnection = async () =>
  (await openTestDatabase({ poolSize: 1, migrationsFolder: await migrationsOf({ '0000.sql': table }) })).sql;

test('a statement that failed when it was prepared runs afterwards', async () => {
  const sql = await oneConnection();
  await sql.query(statement('test.first', 'insert into things values (1, 1)'), {});
  const insert = statement<{ id: number }, { id: number }>(
    'test.insert',
    'insert into things values (:id, 2) returning id',
  );
  for (let run = 0; run < 2; run++) {
    const failure = await sql.query(insert, { id: 1 }).catch((error: unknown) => error);
    expect(violatedUnique(failure)).toBe('things_pkey');
  }
  expect(await sql.query(insert, { id: 2 })).toEqual([{ id: 2 }]);
  expect(await sql.query(insert, { id: 3 })).toEqual([{ id: 3 }]);
});

test('statements of one connection keep their columns apart, those without a result too', async () => {
  const sql = await oneConnection();
  const write = statement<{ id: number }, never>('test.write', 'insert into things values (:id, 7)');
  const both = statement<object, object>('test.both', 'select value, id from things order by id');
  const one = statement<object, object>('test.one', 'select id as the_id from things order by id');
  const none = statement<object, object>('test.none', 'select id from things where false');
  for (const id of [1, 2]) {
    expect(await sql.query(write, { id })).toEqual([]);
    expect((await sql.query(both, {})).at(-1)).toEqual({ value: 7, id });
    expect((await sql.query(one, {})).at(-1)).toEqual({ theId: id });
    expect(await sql.query(none, {})).toEqual([]);
  }
});

test('a column whose type a migration changes meanwhile is read as it is then', async () => {
  const sql = await oneConnection();
  const read = statement<object, object>('test.read', 'select value from things');
  await sql.query(statement('test.one', 'insert into things values (1, 12)'), {});
  for (let run = 0; run < 2; run++) expect(await sql.query(read, {})).toEqual([{ value: 12 }]);
  await sql.query(statement('test.alter', 'alter table things alter value type text'), {});
  for (let run = 0; run < 2; run++) expect(await sql.query(read, {})).toEqual([{ value: '12' }]);
});

test('what failed tells which of our functions asked for it', async () => {
  const bad = statement<object, never>('test.bad', 'select 1 / 0');
  const failure = (await database()
    .sql.query(bad, {})
    .catch((error: unknown) => error)) as Error;
  expect(failure.message).toBe('division by zero');
  expect(failure.stack).toContain('store/sql');
});
