import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#config.js';
import { findRootKey } from './root-key.js';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'poolhouse-root-key-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** A store with so many keys. */
const storeWith = (count: number) => ({
  accessKeys: { list: async () => ({ items: Array.from({ length: count }), next: undefined }) },
});

const store = storeWith(0) as unknown as Parameters<typeof findRootKey>[1];
const given = { POOLHOUSE_ACCESS_KEY_ID: 'AKPHTESTROOTKEY00001', POOLHOUSE_SECRET_ACCESS_KEY: 'TestSecretAccessKey01' };

test('an embedded server makes a key once and keeps it in a file of its owner', async () => {
  const POOLHOUSE_DATA_DIR = folder();
  const first = await findRootKey(readConfig({ POOLHOUSE_DATA_DIR }), store);
  const second = await findRootKey(readConfig({ POOLHOUSE_DATA_DIR, POOLHOUSE_PORT: '9999' }), store);

  expect(first.key?.id).toMatch(/^AKPH[A-Z0-9]{16}$/);
  expect(second).toEqual(first);
  expect(statSync(first.file ?? '').mode & 0o777).toBe(0o600);
  expect(readFileSync(first.file ?? '', 'utf8')).toContain(
    'export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://localhost:9999',
  );
});

test('a key of the configuration wins, and is written nowhere', async () => {
  const found = await findRootKey(readConfig({ ...given, POOLHOUSE_DATA_DIR: folder() }), store);
  expect(found).toEqual({
    key: { id: given.POOLHOUSE_ACCESS_KEY_ID, secret: given.POOLHOUSE_SECRET_ACCESS_KEY },
    file: undefined,
  });
});

test('a file that holds no key is named', async () => {
  const POOLHOUSE_DATA_DIR = folder();
  const file = join(POOLHOUSE_DATA_DIR, 'access-key.env');
  writeFileSync(file, 'export AWS_ACCESS_KEY_ID=\n');

  await expect(findRootKey(readConfig({ POOLHOUSE_DATA_DIR }), store)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining(file) as string,
  });
});

test('on PostgreSQL somebody must be able to sign', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://localhost/x', POOLHOUSE_MASTER_KEY: 'x' });
  const later = storeWith(1) as unknown as Parameters<typeof findRootKey>[1];

  await expect(findRootKey(config, store)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining('POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY are required') as string,
  });
  expect(await findRootKey(config, later)).toEqual({ key: undefined, file: undefined });
});
