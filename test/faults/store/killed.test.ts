import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { type DatabaseOptions, openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';
import { startPostgres } from '../../support/postgres-server.mjs';

const onServer = process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres';

type Place = Omit<DatabaseOptions, 'log'>;

const newPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-killed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const migrationsFolder = join(folder, 'migrations');
  await mkdir(migrationsFolder);
  await writeFile(join(migrationsFolder, '0000.sql'), 'create table things (id serial primary key, content text)');
  return { dataDir: join(folder, 'data'), migrationsFolder };
};

const newServer = async () => {
  const server = await startPostgres({ durable: true });
  onTestFinished(() => server.remove());
  return server;
};

/** Starts a process that writes, and resolves to the ids that it has acknowledged so far when there are `count` of them. */
const writer = async (place: Place, count: number): Promise<{ child: ChildProcess; acknowledged: number[] }> => {
  const child = fork(new URL('./writer.mjs', import.meta.url), [JSON.stringify(place)], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const acknowledged: number[] = [];
  child.on('message', (id: number) => acknowledged.push(id));
  while (acknowledged.length < count) await once(child, 'message');
  return { child, acknowledged };
};

const findAll = statement<object, { id: number }>('test.find_all', 'select id from things');

const storedIds = async (place: Place): Promise<Set<number>> => {
  const database = await openDatabase({ ...place, log: silentLog });
  const rows = await database.sql.query(findAll, {});
  await database.close();
  return new Set(rows.map(({ id }) => id));
};

test('what was acknowledged survives a kill of the process at once after it', async () => {
  const place = onServer ? { ...(await newPlace()), url: (await newServer()).url } : await newPlace();
  const all: number[] = [];
  for (const count of [1, 2, 37]) {
    const { child, acknowledged } = await writer(place, count);
    child.kill('SIGKILL');
    await once(child, 'exit');
    all.push(...acknowledged);
    const stored = await storedIds(place);
    expect(all.filter((id) => !stored.has(id))).toEqual([]);
  }
});

test.runIf(onServer)('what was acknowledged survives a crash of the server', async () => {
  const server = await newServer();
  const place = { ...(await newPlace()), url: server.url };
  const { child, acknowledged } = await writer(place, 100);
  await server.stop('immediate');
  child.kill('SIGKILL');
  await server.start();
  const stored = await storedIds(place);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});
