import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { readExportLines } from '#cli/export-lines.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, startReadyServer, until } from '../support/server-process.js';

afterEach(killProcesses);

test('npm start needs no configuration, and its log says where everything is, with no secret in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-first-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const data = join(folder, 'data');
  const server = await startReadyServer({ POOLHOUSE_DATA_DIR: data }, ['npm', '--silent', 'start']);
  await until(() => server.stdout().includes('Poolhouse is ready'));

  const line =
    server
      .stdout()
      .split('\n')
      .find((text) => text.includes('Poolhouse is ready')) ?? '';
  const file = join(data, 'access-key.env');
  expect(JSON.parse(line)).toMatchObject({
    endpoint: server.url.replace('127.0.0.1', 'localhost'),
    messages: 'local inbox: npx poolhouse messages',
    data,
    accessKeyFile: file,
  });
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } = readExportLines(
    readFileSync(file, 'utf8'),
  );
  expect(server.stdout()).not.toContain(secret);
  for (const name of ['access-key.env', 'master.key']) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
  const listed = clientOf(server.url, { id, secret }).send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await expect(listed).resolves.toMatchObject({ UserPools: [] });
});
