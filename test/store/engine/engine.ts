import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { silentLog } from '#lib/log.js';
import { type Database, type DatabaseOptions, openDatabase } from '#store/open.js';

/** Which engine this project tests. */
export const engine = process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'pglite';

/** A temporary directory, gone after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-engine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A folder of migrations with this content. */
export const migrationsOf = async (files: Record<string, string>): Promise<string> => {
  const folder = join(await temporaryFolder(), 'migrations');
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
};

/** An empty place for a database of this project's engine, gone after the test: a data directory, or a database of the server. */
export const emptyPlace = async (): Promise<Pick<DatabaseOptions, 'url' | 'dataDir'>> => {
  const dataDir = await temporaryFolder();
  return engine === 'pglite' ? { dataDir } : { dataDir, url: await emptyServerDatabase() };
};

/** Opens a database, new unless `options` say where, and closes it after the test. */
export const openTestDatabase = async (options: Partial<DatabaseOptions> = {}): Promise<Database> => {
  const place = options.dataDir ? {} : await emptyPlace();
  const database = await openDatabase({ dataDir: '', log: silentLog, ...place, ...options });
  let open = true;
  onTestFinished(async () => {
    if (open) await database.close();
  });
  return {
    ...database,
    close: async () => {
      open = false;
      await database.close();
    },
  };
};

const serverUrl = (): string => {
  const url = process.env['POOLHOUSE_TEST_POSTGRES_URL'];
  if (!url) throw new Error('POOLHOUSE_TEST_POSTGRES_URL names the server to test on');
  return url;
};

const emptyServerDatabase = async (): Promise<string> => {
  const name = `engine_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name}`);
  onTestFinished(() => administer(`drop database ${name} with (force)`));
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
};

/** Runs a statement on the server, outside of any test's database. */
const administer = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(text);
  await client.end();
};
