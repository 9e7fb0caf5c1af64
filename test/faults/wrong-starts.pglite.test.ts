import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { engineEnv } from '../support/engine.js';
import { freePort } from '../support/free-port.mjs';
import { killProcesses, runCommand, startReadyServer } from '../support/server-process.js';
import { refusedStart } from './refused-start.js';

afterEach(killProcesses);

const secret = 'the-secret-that-must-not-be-shown';
const databaseUrl = `postgres://someone:${secret}@127.0.0.1:1/accounts`;

test.for<[what: string, env: Record<string, string>, sentence: string]>([
  [
    'an unknown variable',
    { POOLHOUSE_SMTP: secret },
    'POOLHOUSE_SMTP is not a setting of Poolhouse: check its spelling.',
  ],
  [
    'a URL of another kind',
    { POOLHOUSE_SMTP_URL: `http://someone:${secret}@mail` },
    'POOLHOUSE_SMTP_URL must be a URL that starts with smtp:// or smtps://.',
  ],
  [
    'a server’s database without a master key',
    { DATABASE_URL: databaseUrl },
    'POOLHOUSE_MASTER_KEY is required with DATABASE_URL: 32 bytes in base64 (make them with: openssl rand -base64 32).',
  ],
  [
    'a master key that is none, before a server that does not answer is waited for',
    { DATABASE_URL: databaseUrl, POOLHOUSE_MASTER_KEY: secret },
    'POOLHOUSE_MASTER_KEY must be one or several keys of 32 bytes in base64, separated by commas (make one with: openssl rand -base64 32).',
  ],
  [
    'a setting of a feature to come that would be wrong then',
    { POOLHOUSE_LAMBDA_ENDPOINT: `ftp://${secret}` },
    'POOLHOUSE_LAMBDA_ENDPOINT must be a URL that starts with http:// or https://.',
  ],
])('%s is named', async ([, env, sentence]) => {
  expect(await refusedStart({ POOLHOUSE_DATA_DIR: '/nowhere', ...env }, { secret })).toBe(sentence);
});

test('a data directory that cannot be one is named', async () => {
  const { POOLHOUSE_DATA_DIR = '' } = await engineEnv();
  const file = join(POOLHOUSE_DATA_DIR, 'file');
  writeFileSync(file, '');
  expect(await refusedStart({ POOLHOUSE_DATA_DIR: file })).toBe(
    `The operating system refuses this: EEXIST: file already exists, mkdir '${file}'.`,
  );
});

describe('with an embedded database', () => {
  let dataDir = '';
  let env: Env = {};
  const path = (name: string) => join(dataDir, name);

  beforeAll(async () => {
    dataDir = (await engineEnv())['POOLHOUSE_DATA_DIR'] ?? '';
    env = { POOLHOUSE_DATA_DIR: dataDir };
    const { status, stderr } = await runCommand(env, 'access-keys', 'list');
    if (status !== 0) throw new Error(`The database could not be made: ${stderr}`);
  });

  test('its key is asked for when it is another one, none, or missing', async () => {
    const file = path('master.key');
    const key = readFileSync(file);
    onTestFinished(() => writeFileSync(file, key));
    writeFileSync(file, `${Buffer.alloc(32, 1).toString('base64')}\n`);
    expect(await refusedStart(env)).toBe(`${file} is not the key that this database was made with.`);

    writeFileSync(file, secret);
    expect(await refusedStart(env, { secret })).toMatch(new RegExp(`^${file} must be one or several keys of 32 bytes`));

    rmSync(file);
    expect(await refusedStart(env)).toBe(
      `The key that this database was made with is missing: put ${file} back, or set POOLHOUSE_MASTER_KEY if it was set before.`,
    );
  });

  test('a root key file that holds none is named', async () => {
    const file = path('access-key.env');
    onTestFinished(() => rmSync(file));
    writeFileSync(file, 'export AWS_ACCESS_KEY_ID=\n');
    expect(await refusedStart(env)).toBe(
      `${file} does not hold an access key: restore it, or delete it to have a new one made.`,
    );
  });

  test('a port in use is named', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    expect(await refusedStart({ ...env, POOLHOUSE_PORT: String(port) })).toBe(
      `The port ${port} of 127.0.0.1 is in use: stop the other program or set POOLHOUSE_PORT.`,
    );
  });

  test('a second opener is refused, and the lock of a killed one is taken over', async () => {
    const first = await startReadyServer(env);
    expect(await refusedStart({ ...env, POOLHOUSE_PORT: String(await freePort()) })).toBe(
      `The folder ${dataDir} is in use by another Poolhouse (process ${first.pid}).`,
    );
    await first.end('SIGKILL');

    const second = await startReadyServer(env);
    expect(await second.end('SIGTERM')).toMatchObject({ status: 0, stderr: '' });
  });

  test('names whose feature is to come are accepted, each with a warning', async () => {
    const settings = {
      POOLHOUSE_LOGIN_DOMAIN: 'login.example.com',
      POOLHOUSE_TRIGGERS: '{}',
      POOLHOUSE_OUTBOUND_ALLOW: 'idp.internal, 10.0.0.0/8',
      POOLHOUSE_METRICS_PORT: '9464',
    };
    const server = await startReadyServer({ ...env, ...settings });
    const { stdout } = await server.end('SIGTERM');

    for (const name of Object.keys(settings))
      expect(stdout).toContain(`${name} has no effect yet: this release does not have the feature.`);
  });
});
