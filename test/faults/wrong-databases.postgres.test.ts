import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { engineEnv } from '../support/engine.js';
import { freePort } from '../support/free-port.mjs';
import { killProcesses, runCommand } from '../support/server-process.js';
import { refusedStart } from './refused-start.js';

let env: Env = {};
let name = '';
let unreachable: { port: number; refusal: Promise<string> };
const secret = 'the-secret-that-must-not-be-shown';

beforeAll(async () => {
  env = await engineEnv('wrong_databases');
  const url = new URL(env['DATABASE_URL'] ?? '');
  name = `database ${url.host}${url.pathname}`;
  const port = await freePort();
  const DATABASE_URL = `postgres://someone:${secret}@127.0.0.1:${port}/accounts`;
  // It waits while the other tests run.
  unreachable = { port, refusal: refusedStart({ ...env, DATABASE_URL }, { secret }) };
});
afterAll(killProcesses);

/** Runs a statement on the database. */
const query = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: env['DATABASE_URL'] });
  await client.connect();
  await client.query(text);
  await client.end();
};

const without = (...names: readonly string[]): Env =>
  Object.fromEntries(Object.entries(env).filter(([setting]) => !names.includes(setting)));

test('a wrong password is told at once', async () => {
  const url = new URL(env['DATABASE_URL'] ?? '');
  url.password = secret;
  expect(await refusedStart({ ...env, DATABASE_URL: url.href }, { secret })).toBe(
    `The ${name} refuses the password in DATABASE_URL.`,
  );
});

test('the database of another program is refused', async () => {
  await query('create table orders (id int)');
  expect(await refusedStart(env)).toBe(
    `The ${name} belongs to another program (it has a table orders): Poolhouse needs a database of its own.`,
  );
  await query('drop table orders');
});

test('the first start needs the root key', async () => {
  expect(await refusedStart(without('POOLHOUSE_ACCESS_KEY_ID', 'POOLHOUSE_SECRET_ACCESS_KEY'))).toBe(
    'POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY are required at the first start with DATABASE_URL: nobody could sign a request.',
  );
});

test('another master key than the database was made with is refused', async () => {
  expect(await runCommand(env, 'access-keys', 'list')).toMatchObject({ status: 0 });
  const another = Buffer.alloc(32, 9).toString('base64');
  expect(await refusedStart({ ...env, POOLHOUSE_MASTER_KEY: another }, { secret: another })).toBe(
    'POOLHOUSE_MASTER_KEY is not the key that this database was made with.',
  );
});

test('a database that a newer release has migrated is refused', async () => {
  await query(`insert into poolhouse_migrations (name, checksum) values ('9999_later.sql', '')`);
  expect(await refusedStart(env)).toBe(
    `The ${name} was migrated by a newer release of Poolhouse (9999_later.sql): start that release or a later one.`,
  );
});

test('a server that is not there is named when twenty seconds are over', async () => {
  const { port, refusal } = unreachable;
  expect(await refusal).toBe(
    `The database 127.0.0.1:${port}/accounts did not answer within 20 s: connect ECONNREFUSED 127.0.0.1:${port}.`,
  );
});
