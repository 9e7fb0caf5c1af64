import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, onTestFinished } from 'vitest';
import { silentLog } from '#lib/log.js';
import { type Database, type DatabaseOptions, openDatabase } from '#store/open.js';

/** Which engine this project tests. */
const engine = process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'pglite';

/** Where a database is. */
export type Place = Pick<DatabaseOptions, 'url' | 'dataDir'>;

/** A temporary directory, gone after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await newFolder();
  onTestFinished(() => remove(folder));
  return folder;
};

/** A folder of migrations with this content, gone after the test. */
export const migrationsOf = async (files: Record<string, string>): Promise<string> => {
  const folder = join(await temporaryFolder(), 'migrations');
  await writeMigrations(folder, files);
  return folder;
};

/** An empty place for a database of this project's engine, gone after the test: a data directory, or a database of the server. */
export const emptyPlace = async (): Promise<Place> => {
  const place = await newPlace();
  onTestFinished(() => removePlace(place));
  return place;
};

/** Opens a database, new unless `options` say where, and closes it after the test. */
export const openTestDatabase = async (options: Partial<DatabaseOptions> = {}): Promise<Database> => {
  const place = options.dataDir ? {} : await emptyPlace();
  const database = await openDatabase({ dataDir: '', log: silentLog, ...place, ...options });
  let open = true;
  const close = async () => {
    if (open) await database.close();
    open = false;
  };
  onTestFinished(close);
  return { ...database, close };
};

/** One database for all tests of a file, made by one migration. The function returns it to whoever is in a test. */
export const databaseOfFile = (migration: string): (() => Database) => {
  let database: Database | undefined;
  beforeAll(async () => {
    const place = await newPlace();
    const migrationsFolder = join(place.dataDir, 'migrations');
    await writeMigrations(migrationsFolder, { '0000.sql': migration });
    const opened = await openDatabase({ ...place, migrationsFolder, log: silentLog });
    database = opened;
    return async () => {
      await opened.close();
      await removePlace(place);
    };
  });
  return () => {
    if (!database) throw new Error('The database is there for tests only');
    return database;
  };
};

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'poolhouse-engine-'));

const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

const writeMigrations = async (folder: string, files: Record<string, string>): Promise<void> => {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
};

const newPlace = async (): Promise<Place> => {
  const dataDir = await newFolder();
  if (engine === 'pglite') return { dataDir };
  const name = `engine_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { dataDir, url: url.href };
};

const removePlace = async ({ dataDir, url }: Place): Promise<void> => {
  await remove(dataDir);
  if (url) await administer(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
};

const serverUrl = (): string => {
  const url = process.env['POOLHOUSE_TEST_POSTGRES_URL'];
  if (!url) throw new Error('POOLHOUSE_TEST_POSTGRES_URL names the server to test on');
  return url;
};

/** Runs a statement on the server, outside of any test's database. */
const administer = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(text);
  await client.end();
};
