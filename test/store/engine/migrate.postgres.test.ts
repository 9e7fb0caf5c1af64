import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { openDatabase } from '#store/open.js';
import { emptyPlace, migrationsOf, openTestDatabase } from './engine.js';

/** Opens one empty database several times at once, as replicas that start together do. */
const openTogether = async (count: number, files: Record<string, string>) => {
  const place = await emptyPlace();
  const migrationsFolder = await migrationsOf(files);
  const databases = await Promise.all(
    Array.from({ length: count }, () => openDatabase({ ...place, migrationsFolder, poolSize: 2, log: silentLog })),
  );
  onTestFinished(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });
  return databases;
};

const connect = async (url: string | undefined): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
};

test('replicas that start at once on an empty database migrate it once', async () => {
  for (let round = 0; round < 3; round++) {
    const databases = await openTogether(6, {
      '0000.sql': 'create table things (id int)',
      '0001.sql': 'insert into things values (1); select pg_sleep(0.2)',
      '0002.sql': '-- poolhouse: outside transaction\ninsert into things values (2)',
    });
    for (const { orm } of databases) {
      expect((await orm.execute('select id from things order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
    }
  }
});

test('a file that takes longer than the lease is not applied twice', async () => {
  const place = await emptyPlace();
  const migrationsFolder = await migrationsOf({ '0000.sql': 'create table things (id int); select pg_sleep(1)' });
  const slow = openDatabase({ ...place, migrationsFolder, log: silentLog });
  const client = await connect(place.url);
  // As if the lease had run out in the middle of the file: it is still locked.
  await expect
    .poll(
      async () =>
        (
          await client.query(
            "select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid()",
          )
        ).rowCount,
    )
    .toBe(1);
  const taken = await client.query(`select id from poolhouse_migration_lease for update skip locked`);
  expect(taken.rowCount).toBe(0);
  const second = await openDatabase({ ...place, migrationsFolder, log: silentLog });
  await Promise.all([second.close(), (await slow).close()]);
});

test('a user who may not create tables is told so', async () => {
  const { url, dataDir } = await emptyPlace();
  const client = await connect(url);
  await client.query('revoke create on schema public from public, pg_database_owner');
  await expect(openTestDatabase({ dataDir, url })).rejects.toThrow(
    /lack a privilege: permission denied for schema public\.$/,
  );
});

test('a user who has no schema at all is told so', async () => {
  const { url, dataDir } = await emptyPlace();
  const client = await connect(url);
  await client.query(
    `do $$ begin execute format('alter database %I set search_path = missing', current_database()); end $$`,
  );
  await expect(openTestDatabase({ dataDir, url })).rejects.toThrow('has no schema that its user may use');
});
