import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#lib/clock.js';
import { silentLog } from '#lib/log.js';
import { openStore, type Store } from '#store/store.js';
import { temporaryFolder } from './engine.js';

const place = { table: 'pool_keys', row: 'k1', column: 'sealed' };
const scopes = ['pool-a', 'pool-b', 'pool-c'];

const open = async (dataDir: string): Promise<Store> => {
  const store = await openStore({ dataDir, masterKey: undefined, clock: systemClock, log: silentLog });
  let closed = false;
  const close = async () => {
    if (!closed) await store.close();
    closed = true;
  };
  onTestFinished(close);
  return { ...store, close };
};

const keysIn = (dataDir: string): string[] => readFileSync(join(dataDir, 'master.key'), 'utf8').trim().split(',');

test('a rotation that breaks off after any step loses nothing, and goes on', { timeout: 180_000 }, async () => {
  const dataDir = await temporaryFolder();
  const first = await open(dataDir);
  const boxes = await Promise.all(
    scopes.map(async (scope) => (await first.vaults.ensure(scope)).seal(place, `secret of ${scope}`)),
  );
  const opened = async ({ vaults }: Store) =>
    Promise.all(
      scopes.map(async (scope, index) =>
        (await vaults.forScope(scope)).open(place, boxes[index] ?? Buffer.alloc(0)).toString(),
      ),
    );
  const secrets = scopes.map((scope) => `secret of ${scope}`);
  const [old] = keysIn(dataDir);
  await first.close();

  // Each step in a process of its own, which ends right after it.
  const steps = [];
  let newest: string | undefined;
  do {
    const store = await open(dataDir);
    expect(await opened(store)).toEqual(secrets);
    steps.push(await store.masterKeyRotation.step(1));
    expect(await opened(store)).toEqual(secrets);
    await store.vaults.ensure(`made after step ${steps.length}`);
    await store.close();
    newest ??= keysIn(dataDir)[0];
    expect(keysIn(dataDir)).toEqual(steps.at(-1)?.done ? [newest] : [newest, old]);
    expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600);
  } while (!steps.at(-1)?.done);

  expect(steps).toHaveLength(scopes.length + 1);
  expect(newest).not.toBe(old);
  const last = await open(dataDir);
  expect(await opened(last)).toEqual(secrets);
  await expect(last.vaults.forScope('made after step 1')).resolves.toBeDefined();
  expect((await readdir(dataDir)).filter((name) => name.startsWith('master.key'))).toEqual(['master.key']);
});

test('steps that are asked for at once make one new key', { timeout: 180_000 }, async () => {
  const dataDir = await temporaryFolder();
  const store = await open(dataDir);
  for (const scope of scopes) await store.vaults.ensure(scope);
  const [old] = keysIn(dataDir);

  const steps = await Promise.all(scopes.map(() => store.masterKeyRotation.step(1)));

  expect(steps).toEqual(scopes.map(() => ({ rewrapped: 1, done: false })));
  expect(keysIn(dataDir)).toHaveLength(2);
  expect(keysIn(dataDir)[1]).toBe(old);
});
