import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentLog } from '#lib/log.js';
import { type DatabaseOptions, openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';
import { startPostgres } from '../../support/postgres-server.mjs';

/** Where the writing process finds its database, and its table's migration. */
type Place = Omit<DatabaseOptions, 'log'>;

/** A new data directory. */
export const newPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-killed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const migrationsFolder = join(folder, 'migrations');
  await mkdir(migrationsFolder);
  await writeFile(join(migrationsFolder, '0000.sql'), 'create table things (id serial primary key, content text)');
  return { dataDir: join(folder, 'data'), migrationsFolder };
};

/** A server that keeps what it acknowledges. */
export const newServer = async () => {
  const server = await startPostgres({ durable: true });
  onTestFinished(() => server.remove());
  return server;
};

/** Starts a process that writes; resolves when it has acknowledged `count` rows, to the growing list of their ids. */
export const writer = async (place: Place, count: number): Promise<{ child: ChildProcess; acknowledged: number[] }> => {
  const child = fork(new URL('./writer.mjs', import.meta.url), [JSON.stringify(place)], { execArgv: [], silent: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const acknowledged: number[] = [];
  child.on('message', (id: number) => acknowledged.push(id));
  while (acknowledged.length < count) await once(child, 'message');
  return { child, acknowledged };
};

const findAll = statement<object, { id: number }>('test.find_all', 'select id from things');

/** The ids of the rows that are there. */
export const storedIds = async (place: Place): Promise<Set<number>> => {
  const database = await openDatabase({ ...place, log: silentLog });
  const rows = await database.sql.query(findAll, {});
  await database.close();
  return new Set(rows.map(({ id }) => id));
};
