import { eq } from 'drizzle-orm';
import { pgTable, primaryKey, integer } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { bytea, jsonb, text, timestamptz } from '#store/schema/columns.js';
import { databaseOfFile } from './engine.js';

const things = pgTable(
  'things',
  {
    poolId: text('pool_id').notNull(),
    name: text('name').notNull(),
    size: integer('size'),
    secret: bytea('secret').notNull(),
    made: timestamptz('made').notNull(),
    settings: jsonb<{ tags: string[] } | string[]>('settings').notNull(),
  },
  (table) => [primaryKey({ columns: [table.poolId, table.name] })],
);

const database = databaseOfFile(`
  create table things (pool_id text collate "C" not null, name text collate "C" not null, size int, secret bytea not null,
    made timestamptz(3) not null, settings jsonb not null, primary key (pool_id, name))`);

/** The database without any things in it. */
const open = async () => {
  await database().orm.execute('truncate things');
  return database();
};

const thing = {
  poolId: 'p',
  name: 'a',
  size: null,
  secret: Buffer.from([0, 1, 255]),
  made: new Date('2026-01-02T03:04:05.678Z'),
  settings: ['x', 'y'],
};

test('drizzle reads back what it wrote', async () => {
  const { orm } = await open();
  expect(await orm.insert(things).values(thing).returning()).toEqual([thing]);
  expect(await orm.select().from(things).where(eq(things.made, thing.made))).toEqual([thing]);
});

test('a query prepared by name runs again and again', async () => {
  const { orm } = await open();
  const query = orm.select({ name: things.name }).from(things).prepare('test.names');
  expect(await query.execute()).toEqual([]);
  await orm.insert(things).values(thing);
  expect(await query.execute()).toEqual([{ name: 'a' }]);
});

test('a transaction of drizzle commits or rolls back', async () => {
  const { orm } = await open();
  await expect(
    orm.transaction(async (inner) => {
      await inner.insert(things).values(thing);
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  await orm.transaction((inner) => inner.insert(things).values({ ...thing, name: 'b' }));
  expect(await orm.select({ name: things.name }).from(things)).toEqual([{ name: 'b' }]);
});

test('text sorts byte by byte on every server', async () => {
  const { orm } = await open();
  const names = ['Z', 'a', 'B', 'ä', '_', '1', 'aa', 'A'];
  await orm.insert(things).values(names.map((name) => ({ ...thing, name })));
  const sorted = await orm.select({ name: things.name }).from(things).orderBy(things.name);
  expect(sorted.map(({ name }) => name)).toEqual(['1', 'A', 'B', 'Z', '_', 'a', 'aa', 'ä']);
});
