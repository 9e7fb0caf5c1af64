import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { isUnavailable } from '#store/failures.js';
import { type Database, openDatabase } from '#store/open.js';
import { statement } from '#store/statement.js';
import { startPostgres } from '../../support/postgres-server.mjs';

const insert = statement<object, { id: number }>('test.insert', 'insert into things default values returning id');
const find = statement<{ id: number }, { id: number }>('test.find', 'select id from things where id = :id');
const all = statement<object, { id: number }>('test.all', 'select id from things');

const newServer = async () => {
  const server = await startPostgres({ durable: true });
  onTestFinished(() => server.remove());
  return server;
};

const open = async (url: string): Promise<Database> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-restarts-'));
  await mkdir(join(folder, 'migrations'));
  await writeFile(join(folder, 'migrations', '0000.sql'), 'create table things (id serial primary key)');
  const database = await openDatabase({
    url,
    dataDir: folder,
    migrationsFolder: join(folder, 'migrations'),
    log: silentLog,
  });
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  return database;
};

/** Sixteen loops of reads, writes and transactions, until they are stopped. */
const load = ({ sql, orm }: Database) => {
  const acknowledged: number[] = [];
  const failures: unknown[] = [];
  const stopped = new AbortController();
  let longestMilliseconds = 0;

  const work = async (turn: number): Promise<void> => {
    if (turn % 3 === 0) return void (await orm.execute('select 1'));
    const [row] =
      turn % 3 === 1 ? await sql.query(insert, {}) : await sql.transaction((inner) => inner.query(insert, {}));
    if (row) acknowledged.push(row.id);
    await sql.query(find, { id: row?.id ?? 0 });
  };

  const loop = async (turn: number): Promise<void> => {
    for (; !stopped.signal.aborted; turn++) {
      const start = Date.now();
      await work(turn).catch((error: unknown) => failures.push(error));
      longestMilliseconds = Math.max(longestMilliseconds, Date.now() - start);
      await pause(2);
    }
  };
  const loops = Array.from({ length: 16 }, (_, index) => loop(index));

  return {
    acknowledged,
    failures,
    async stop() {
      stopped.abort();
      await Promise.all(loops);
      return { longestMilliseconds };
    },
  };
};

test.each([
  ['fast', 0],
  ['immediate', 0],
  ['immediate', 1_000],
] as const)(
  'a server that stops (%s) and is back after %i ms costs errors, but no loop, no process and no data',
  async (mode, away) => {
    const server = await newServer();
    const database = await open(server.url);
    const running = load(database);
    await pause(500);

    await server.stop(mode);
    await pause(away);
    await server.start();
    const before = running.acknowledged.length;
    await expect.poll(() => running.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(before + 100);

    const { longestMilliseconds } = await running.stop();
    expect(running.failures.filter((error) => !isUnavailable(error))).toEqual([]);
    expect(longestMilliseconds).toBeLessThan(40_000);
    const stored = new Set((await database.sql.query(all, {})).map(({ id }) => id));
    expect(running.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  },
);

test('a start waits for a server that is on its way', async () => {
  const server = await newServer();
  await server.stop();
  const opening = open(server.url);
  await pause(1_500);
  await server.start();
  await expect((await opening).ping()).resolves.toBeUndefined();
});
