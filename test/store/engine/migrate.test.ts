import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { type DatabaseOptions, openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';
import { emptyPlace, migrationsOf, openTestDatabase } from './engine.js';

const first = {
  '0000_first.sql': 'create table things (id int);\n--> statement-breakpoint\ncreate table others (id int);',
};
const second = { '0001_second.sql': `insert into things values (1); insert into others select id + 1 from things;` };

const things = statement<object, { id: number }>('test.things', 'select id from things order by id');
const others = statement<object, { id: number }>('test.others', 'select id from others order by id');

/** Opens a place with some migrations, and closes it again. */
const visit = async (
  place: Pick<DatabaseOptions, 'url' | 'dataDir'>,
  files: Record<string, string>,
  text?: string,
): Promise<void> => {
  const database = await openDatabase({ ...place, migrationsFolder: await migrationsOf(files), log: silentLog });
  if (text) await database.orm.execute(text);
  await database.close();
};

/** The one sentence with which a start is refused. */
const refusal = async (opening: Promise<unknown>): Promise<string> => {
  const failure: unknown = await opening.then(
    () => new Error('The start was not refused'),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartFailure);
  return failure instanceof Error ? failure.message : '';
};

test('files are applied in the order of their names, each once', async () => {
  const place = await emptyPlace();
  await visit(place, first);
  await visit(place, { ...second, ...first });
  const { sql } = await openTestDatabase({ ...place, migrationsFolder: await migrationsOf({ ...first, ...second }) });
  expect(await sql.query(things, {})).toEqual([{ id: 1 }]);
  expect(await sql.query(others, {})).toEqual([{ id: 2 }]);
});

test('a file that fails is named and leaves nothing behind, and the next start tries again', async () => {
  const place = await emptyPlace();
  await visit(place, first);
  const broken = {
    '0001_broken.sql': 'insert into things values (1);\n--> statement-breakpoint\ninsert into missing values (1);',
  };
  expect(await refusal(visit(place, { ...first, ...broken }))).toMatch(
    /^The tables of the (embedded )?database \S.* cannot be brought up to date: 0001_broken\.sql: relation "missing" does not exist\.$/,
  );
  const { sql } = await openTestDatabase({
    ...place,
    migrationsFolder: await migrationsOf({ ...first, '0001_broken.sql': '' }),
  });
  expect(await sql.query(things, {})).toEqual([]);
});

test('a file may ask to run outside a transaction, and may then run again', async () => {
  const place = await emptyPlace();
  const outside = {
    '0001_index.sql': `-- poolhouse: outside transaction
      create index concurrently if not exists things_id on things (id);
      --> statement-breakpoint
      create index concurrently if not exists others_id on others (id);`,
  };
  await visit(place, { ...first, ...outside });
  await visit(place, { ...first, ...outside }, `delete from poolhouse_migrations where name = '0001_index.sql'`);
  const { orm } = await openTestDatabase({ ...place, migrationsFolder: await migrationsOf({ ...first, ...outside }) });
  const { rows } = await orm.execute(
    `select count(*)::int as count from pg_indexes where indexname in ('things_id', 'others_id')`,
  );
  expect(rows).toEqual([{ count: 2 }]);
});

test('a database that a newer release has migrated is refused', async () => {
  const place = await emptyPlace();
  await visit(place, { ...first, ...second });
  expect(await refusal(visit(place, first))).toContain(
    'was migrated by a newer release of Poolhouse (0001_second.sql)',
  );
});

test('a file that was changed after it had been applied is refused', async () => {
  const place = await emptyPlace();
  await visit(place, first);
  expect(await refusal(visit(place, { '0000_first.sql': 'create table else_where (id int)' }))).toContain(
    'The migration 0000_first.sql was changed',
  );
});

test("a database with another program's tables is refused and left alone", async () => {
  const place = await emptyPlace();
  await visit(place, {}, 'drop table poolhouse_migrations, poolhouse_migration_lease; create table invoices (id int)');
  expect(await refusal(visit(place, first))).toContain('belongs to another program (it has a table invoices)');
  expect(await refusal(visit(place, first))).toContain('invoices');
});

test('a lease that a killed process left is taken over when it has run out', async () => {
  const place = await emptyPlace();
  await visit(
    place,
    {},
    `update poolhouse_migration_lease set holder = 'dead', expires_at = now() + interval '2 seconds'`,
  );
  const start = Date.now();
  await visit(place, first);
  expect(Date.now() - start).toBeGreaterThan(500);
});

test('other files in the folder are no migrations', async () => {
  const migrationsFolder = await migrationsOf(first);
  await writeFile(join(migrationsFolder, 'README.md'), 'not SQL');
  await expect(openTestDatabase({ migrationsFolder })).resolves.toBeDefined();
});
