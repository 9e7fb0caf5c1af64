import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentLog } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { lockFolder } from '#store/folder-lock.js';
import { temporaryFolder } from './engine.js';

/** A process of its own that tries to lock a folder, and keeps it. */
const opener = async (folder: string): Promise<{ child: ChildProcess; outcome: string }> => {
  const child = fork(new URL('./lock-folder.mjs', import.meta.url), [folder], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [outcome] = (await once(child, 'message')) as [string];
  return { child, outcome };
};

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

/** The file of a lock in use, and what it says. */
const claimIn = async (folder: string): Promise<{ path: string; claim: object }> => {
  const [name = ''] = await readdir(folder);
  const path = join(folder, name);
  return { path, claim: JSON.parse(await readFile(path, 'utf8')) as object };
};

test('a second opener is refused by the folder and the process, in the same process too', async () => {
  const folder = await temporaryFolder();
  const lock = await lockFolder(folder, silentLog);
  const refusal = `The folder ${folder} is in use by another Poolhouse (process ${process.pid}).`;
  await expect(lockFolder(folder, silentLog)).rejects.toEqual(new StartFailure(refusal));
  expect((await opener(folder)).outcome).toBe(refusal);
  await lock.release();
  expect((await opener(folder)).outcome).toBe('locked');
});

test('the lock of a killed process is taken over at once', async () => {
  const folder = await temporaryFolder();
  const { child, outcome } = await opener(folder);
  expect(outcome).toBe('locked');
  await expect(lockFolder(folder, silentLog)).rejects.toThrow(`process ${child.pid}`);
  await kill(child);
  await expect(lockFolder(folder, silentLog)).resolves.toBeDefined();
});

test('of several processes that race for a stale lock, one gets it', async () => {
  const folder = await temporaryFolder();
  for (let round = 0; round < 3; round++) {
    const openers = await Promise.all(Array.from({ length: 4 }, () => opener(folder)));
    expect(openers.filter(({ outcome }) => outcome === 'locked')).toHaveLength(1);
    await Promise.all(openers.map(({ child }) => kill(child)));
  }
});

test('of many openers of one process at once, one gets the lock', async () => {
  const folder = await temporaryFolder();
  for (let round = 0; round < 20; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, silentLog)));
    const locks = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(locks).toHaveLength(1);
    await locks[0]?.release();
  }
  expect(await readdir(folder)).toHaveLength(1);
});

test('a process that got the number of a dead one does not pass for it', async () => {
  const folder = await temporaryFolder();
  const { child } = await opener(folder);
  const { path, claim } = await claimIn(folder);
  await kill(child);
  await writeFile(path, JSON.stringify({ ...claim, pid: process.pid }));
  await expect(lockFolder(folder, silentLog)).resolves.toBeDefined();
});

test('the lock of another machine that shares the folder counts as long as it is kept fresh', async () => {
  const folder = await temporaryFolder();
  const { child } = await opener(folder);
  const { path, claim } = await claimIn(folder);
  await writeFile(path, JSON.stringify({ ...claim, place: 'elsewhere', host: 'elsewhere' }));
  await expect(lockFolder(folder, silentLog)).rejects.toThrow(`(process ${child.pid} on elsewhere)`);
  await kill(child);
  await expect(lockFolder(folder, silentLog)).resolves.toBeDefined();
});

test('a file that holds no claim is nobody’s lock', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'database.lock.4'), '\0\0');
  await expect(lockFolder(folder, silentLog)).resolves.toBeDefined();
});

test('a lock that cannot be kept fresh is logged, once until it can be again', async () => {
  const folder = await temporaryFolder();
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => void warnings.push(message) };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { release } = await lockFolder(folder, log);
  const { path } = await claimIn(folder);
  /** Lets the lock be renewed until something holds. */
  const untilBeaten = (holds: () => void) =>
    vi.waitFor(
      async () => {
        await vi.advanceTimersByTimeAsync(2_000);
        holds();
      },
      { timeout: 15_000, interval: 20 },
    );
  const isFresh = () => expect(statSync(path).mtimeMs).toBeGreaterThan(0);
  const restore = async () => {
    await writeFile(path, '');
    await utimes(path, 0, 0);
    await untilBeaten(isFresh);
  };

  await untilBeaten(isFresh);
  expect(warnings).toEqual([]);
  await rm(path);
  await untilBeaten(() => expect(warnings).not.toEqual([]));
  let beats = 0;
  await untilBeaten(() => expect((beats += 1)).toBeGreaterThan(5));
  expect(warnings).toHaveLength(1);
  await restore();
  await rm(path);
  await untilBeaten(() => expect(warnings).toHaveLength(2));
  await restore();
  await release();
});
