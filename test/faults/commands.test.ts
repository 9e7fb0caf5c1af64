import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CreateUserPoolCommand, ListUserPoolsCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readExportLines } from '#cli/export-lines.js';
import type { Env } from '../../src/config-values.js';
import { engineEnv } from '../support/engine.js';
import { poolMaker } from '../support/pool.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, runCommand, type ServerProcess, startReadyServer } from '../support/server-process.js';

const policy = (action: string): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

/** What a command prints that succeeds without complaint. */
const printed = async (...args: string[]): Promise<string> => {
  const { status, stdout, stderr } = await runCommand(env, ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

let env: Env = {};
let server: ServerProcess;
let messages = '';
let id = '';

beforeAll(async () => {
  env = await engineEnv('commands');
  server = await startReadyServer(env);
});
afterAll(killProcesses);

describe('while the server runs', () => {
  test('messages are printed, the newest last', async () => {
    const client = clientOf(server.url);
    const pool = await poolMaker(client, client)({ AutoVerifiedAttributes: ['email'] });
    for (const Username of ['maya', 'noor']) {
      const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
      const user = { ClientId: pool.client.id, Username, Password: 'Correct-horse-1', UserAttributes };
      await client.send(new SignUpCommand(user));
    }

    messages = await printed('messages');
    expect(messages).toMatch(
      /^\S+  SignUp  \S+\nTo: maya@example\.com\nSubject: Your verification code\n\nYour verification code is \d{6}\.\n\n\S+  SignUp  \S+\nTo: noor@/,
    );
    const newest = JSON.parse(await printed('messages', '--json', '--last', '1')) as object;
    expect(newest).toMatchObject({ pool: pool.id, kind: 'SignUp', to: 'noor@example.com' });
    expect(await printed('messages', '--to', 'nobody@example.com')).toBe('There are no messages.\n');
  });

  test('a key is made in a file of its owner, signs what its policy allows, and gets another policy', async () => {
    const file = join(env['POOLHOUSE_DATA_DIR'] ?? '', 'ci.env');
    const options = ['--name', 'ci', '--policy', policy('cognito-idp:List*'), '--out', file];
    const said = await printed('access-keys', 'create', ...options);
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = readExportLines(readFileSync(file, 'utf8'));
    id = AWS_ACCESS_KEY_ID;
    expect(said).toBe(`${id} is in ${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const again = await runCommand(env, 'access-keys', 'create', ...options);
    const [, lost = ''] = /^The key (\w+) could not be written/.exec(again.stderr) ?? [];
    expect(again).toEqual({
      status: 1,
      stdout: '',
      stderr: `The key ${lost} could not be written to ${file} (it exists already), and its secret is lost: delete it (poolhouse access-keys delete ${lost}) and choose another file.\n`,
    });
    expect(await printed('access-keys', 'delete', lost)).toBe(`${lost} is deleted.\n`);

    const client = clientOf(server.url, { id, secret: AWS_SECRET_ACCESS_KEY });
    const listPools = () => client.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const createPool = () => client.send(new CreateUserPoolCommand({ PoolName: 'made' }));
    await expect(listPools()).resolves.toHaveProperty('UserPools');
    await expect(createPool()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    await printed('access-keys', 'set-policy', id, policy('cognito-idp:Create*'));
    await vi.waitFor(async () => expect(createPool()).resolves.toHaveProperty('UserPool'), {
      timeout: 60_000,
      interval: 200,
    });
    await expect(listPools()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('a misspelt command is named', async () => {
  expect(await runCommand(env, 'mesages')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There is no command mesages: see poolhouse --help.\n',
  });
});

describe('without a server', () => {
  beforeAll(async () => {
    await server.end('SIGTERM');
  });

  test('the same messages are printed', async () => {
    expect(await printed('messages')).toBe(messages);
  });

  test('keys are listed and deleted', async () => {
    expect(await printed('access-keys', 'list')).toMatch(new RegExp(`^${id}  \\S+  any region  ci\\n$`));
    expect(await printed('access-keys', 'delete', id)).toBe(`${id} is deleted.\n`);
    expect(await runCommand(env, 'access-keys', 'delete', id)).toEqual({
      status: 1,
      stdout: '',
      stderr: `There is no access key ${id}.\n`,
    });
  });
});
