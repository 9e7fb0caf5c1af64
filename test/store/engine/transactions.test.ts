import { expect, test } from 'vitest';
import { violatedUnique } from '#store/failures.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { databaseOfFile } from './engine.js';

const database = databaseOfFile('create table things (id int primary key, n int not null default 0)');

/** The database without any things in it. */
const open = async () => {
  await database().orm.execute('truncate things');
  return database();
};

const insert = statement<{ id: number }, { id: number }>(
  'test.insert',
  'insert into things (id) values (:id) returning id',
);
const find = statement<{ id: number }, { n: number }>('test.find', 'select n from things where id = :id');
const increment = statement<{ id: number }, { n: number }>(
  'test.increment',
  'update things set n = n + 1 where id = :id returning n',
);
const all = statement<object, { id: number }>('test.all', 'select id from things order by id');

const ids = async (sql: Sql) => (await sql.query(all, {})).map(({ id }) => id);

test('what a transaction did is there when it resolves, and gone when it rejects', async () => {
  const { sql } = await open();
  expect(await sql.transaction((inner) => inner.query(insert, { id: 1 }))).toEqual([{ id: 1 }]);
  await expect(
    sql.transaction(async (inner) => {
      await inner.query(insert, { id: 2 });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await ids(sql)).toEqual([1]);
});

test('a transaction within one is part of it', async () => {
  const { sql } = await open();
  await expect(
    sql.transaction(async (outer) => {
      await outer.transaction((inner) => inner.query(insert, { id: 1 }));
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await ids(sql)).toEqual([]);
});

test('a transaction that went on after a failed statement rejects, since nothing of it was kept', async () => {
  const { sql } = await open();
  const work = sql.transaction(async (inner) => {
    await inner.query(insert, { id: 1 });
    await expect(inner.query(insert, { id: 1 })).rejects.toThrow('duplicate key');
  });
  await expect(work).rejects.toThrow('rolled back');
  expect(await ids(sql)).toEqual([]);
});

test('nobody sees a transaction before its end, and nobody gets in between its statements', async () => {
  const { sql } = await open();
  await sql.query(insert, { id: 1 });
  await Promise.all(
    Array.from({ length: 10 }, () =>
      sql.transaction(async (inner) => {
        const [before] = await inner.query(increment, { id: 1 });
        const [after] = await inner.query(find, { id: 1 });
        expect(after).toEqual(before);
      }),
    ),
  );
  expect(await sql.query(find, { id: 1 })).toEqual([{ n: 10 }]);
});

test('of 20 inserts of one key at once, one succeeds and the others learn which key it was', async () => {
  const { sql } = await open();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => sql.query(insert, { id: 7 })));
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [violatedUnique(outcome.reason)] : [],
  );
  expect(failures).toEqual(Array.from({ length: 19 }, () => 'things_pkey'));
});

test('statements that failed leave their connection as it was', async () => {
  const { sql, orm } = await open();
  const connections = async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => orm.execute('select pg_backend_pid() as pid, pg_sleep(0.05)')),
    );
    return new Set(answers.map(({ rows }) => rows[0]?.['pid']));
  };
  await sql.query(insert, { id: 1 });
  const before = await connections();
  for (let run = 0; run < 10; run++) {
    await expect(sql.query(insert, { id: 1 })).rejects.toThrow('duplicate key');
    await expect(orm.execute('insert into things (id) values (1)')).rejects.toThrow('Failed query');
    await expect(sql.transaction((inner) => inner.query(insert, { id: 1 }))).rejects.toThrow('duplicate key');
  }
  expect(await connections()).toEqual(before);
});
