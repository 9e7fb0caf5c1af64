import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Env } from '../../src/config-values.js';

/** A master key for tests, and the one root key of every server that tests start. */
export const masterKey = Buffer.alloc(32, 7).toString('base64');
export const rootKey = { id: 'AKPHTESTROOTKEY00001', secret: 'TestSecretAccessKeyOfTheRootKey000000001' };

/**
 * The environment of a server for tests: the engine that POOLHOUSE_TEST_ENGINE names, a directory and a database of its own, cheap
 * hashing. The directory goes when this process ends; a database is made anew by the next run that needs its name.
 */
export const engineEnv = async (name = `worker_${process.env['VITEST_POOL_ID'] ?? '0'}`): Promise<Env> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'poolhouse-test-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const usual = {
    POOLHOUSE_DATA_DIR: dataDir,
    POOLHOUSE_ARGON2: 'm=8,t=1,p=1',
    POOLHOUSE_ACCESS_KEY_ID: rootKey.id,
    POOLHOUSE_SECRET_ACCESS_KEY: rootKey.secret,
    POOLHOUSE_MASTER_KEY: masterKey,
    POOLHOUSE_WORKERS: '1',
  };
  if (process.env['POOLHOUSE_TEST_ENGINE'] !== 'postgres') return usual;
  // The process's id as well: a worker process may begin while the one before it, of the same place, still ends.
  return { ...usual, DATABASE_URL: await freshDatabase(`poolhouse_test_${name}_${process.pid}`) };
};

/** Makes an empty database on the tests' PostgreSQL server, in place of one that an earlier run left. Returns its URL. */
const freshDatabase = async (name: string): Promise<string> => {
  const server = process.env['POOLHOUSE_TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('POOLHOUSE_TEST_POSTGRES_URL is not set');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}"`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};
