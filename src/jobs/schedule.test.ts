import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '#lib/log.js';
import { silentLog } from '#lib/log.js';
import { startJobs } from './schedule.js';

const begin = (jobs: Parameters<typeof startJobs>[0], log: Log = silentLog) => {
  const schedule = startJobs(jobs, log);
  onTestFinished(() => schedule.stop());
  return schedule;
};

test('a job repeats, and goes on after a failure, which is logged', async () => {
  const warnings: object[] = [];
  let runs = 0;
  const run = async () => {
    runs += 1;
    if (runs === 1) throw new Error('not this time');
  };
  begin([{ name: 'repeating', every: 5, run }], { ...silentLog, warn: (fields) => void warnings.push(fields) });
  await expect.poll(() => runs).toBeGreaterThan(2);

  expect(warnings).toEqual([
    { job: 'repeating', err: expect.objectContaining({ message: 'not this time' }) as object },
  ]);
});

test('a job never overlaps itself', async () => {
  let [running, most, runs] = [0, 0, 0];
  const run = async () => {
    most = Math.max(most, (running += 1));
    await pause(20);
    running -= 1;
    runs += 1;
  };
  begin([{ name: 'slow', every: 1, run }]);
  await expect.poll(() => runs).toBeGreaterThan(2);

  expect(most).toBe(1);
});

test('a stop waits for the run under way, and none follows', async () => {
  let [begun, ended] = [0, 0];
  const run = async () => {
    begun += 1;
    await pause(50);
    ended += 1;
  };
  const { stop } = begin([{ name: 'last', every: 1, run }]);
  await expect.poll(() => begun).toBe(1);
  await stop();

  expect(ended).toBe(1);
  await pause(30);
  expect(begun).toBe(1);
});
