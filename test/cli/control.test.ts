import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { callServer, connectToServer } from '#cli/control-client.js';
import { findControlPath } from '#cli/control-path.js';
import { serveControl } from '#cli/control-server.js';
import { silentLog } from '#lib/log.js';
import { present } from '../support/pool.js';
import { poolhouse } from '../support/poolhouse.js';
import { expect, test } from '../support/test.js';

const settings = { account: '123456789012', region: 'eu-local-1', publicUrl: 'https://id.example.com' };

const folder = async (name = 'data'): Promise<string> => {
  const parent = mkdtempSync(join(tmpdir(), 'poolhouse-control-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  await mkdir(join(parent, name));
  return join(parent, name);
};

const serve = async (dataDir: string) => {
  const { store } = await poolhouse();
  const control = await serveControl({ ...settings, dataDir }, store, silentLog);
  let open = true;
  const close = async () => {
    if (open) await control.close();
    open = false;
  };
  onTestFinished(close);
  return close;
};

const call = async (dataDir: string, command: string, given: object) =>
  callServer(present(await connectToServer(dataDir)), command, given);

test('a command runs in the server', async () => {
  const dataDir = await folder();
  await serve(dataDir);

  expect(await call(dataDir, 'messages', { last: 1, to: 'nobody@example.com' })).toEqual([]);
});

test('a key that a command makes is for the account, the region and the address of the server', async () => {
  const dataDir = await folder();
  await serve(dataDir);
  const policy = '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';
  const key = await call(dataDir, 'create-access-key', { name: 'ci', policy });

  expect(key).toMatchObject({ region: 'eu-local-1', endpoint: 'https://id.example.com' });
  const { store } = await poolhouse();
  expect(await store.accessKeys.find((key as { id: string }).id)).toMatchObject({ account: '123456789012' });
  await store.accessKeys.delete((key as { id: string }).id);
});

test('the socket is its owner’s alone, and goes with the server', async () => {
  const dataDir = await folder();
  const close = await serve(dataDir);
  const path = await findControlPath(dataDir);

  expect(statSync(path).mode & 0o777).toBe(0o600);
  await close();
  expect(existsSync(path)).toBe(false);
  expect(await connectToServer(dataDir)).toBeUndefined();
});

test('a path too long for a socket has a short one elsewhere', async () => {
  const dataDir = await folder('d'.repeat(120));
  const close = await serve(dataDir);
  const path = await findControlPath(dataDir);

  expect(path.length).toBeLessThan(104);
  expect(await call(dataDir, 'list-access-keys', {})).toBeInstanceOf(Array);
  await close();
  expect(existsSync(path)).toBe(false);
  expect(await connectToServer(dataDir)).toBeUndefined();
});

test('what a killed server left behind is in nobody’s way', async () => {
  const dataDir = await folder('d'.repeat(120));
  const { store } = await poolhouse();
  const left = await serveControl({ ...settings, dataDir }, store, silentLog);
  onTestFinished(() => left.close());
  await serve(dataDir);

  expect(await call(dataDir, 'list-access-keys', {})).toBeInstanceOf(Array);
});

test('a command that fails says why', async () => {
  const dataDir = await folder();
  await serve(dataDir);

  await expect(call(dataDir, 'delete-access-key', { id: 'AKPHNOSUCHKEY' })).rejects.toMatchObject({
    name: 'CommandFailure',
    message: 'There is no access key AKPHNOSUCHKEY.',
  });
});

test.for(['nonsense', 'constructor'])('a command %s of another release is named', async (command) => {
  const dataDir = await folder();
  await serve(dataDir);

  await expect(call(dataDir, command, {})).rejects.toMatchObject({
    message: `The running server does not know the command ${command}: it is of another release.`,
  });
});

test('a connection that speaks something else ends, and the server goes on', async () => {
  const dataDir = await folder();
  await serve(dataDir);
  const stranger = connect(await findControlPath(dataDir));
  stranger.end('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => stranger.resume().once('close', resolve));

  expect(await call(dataDir, 'list-access-keys', {})).toBeInstanceOf(Array);
});
