import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Overloaded, Semaphore } from './semaphore.js';

/** A task that runs until it is told to end. */
const heldTask = () => {
  const ends = new EventEmitter();
  const held = once(ends, 'end');
  return { run: () => held, end: () => ends.emit('end') };
};

test('runs as many at once as it has slots, the rest in order of arrival', async () => {
  const semaphore = new Semaphore({ slots: 2, maxWaiting: 10, maxWaitMilliseconds: 1_000 });
  const tasks = [heldTask(), heldTask(), heldTask(), heldTask()];
  const started: number[] = [];
  const runs = tasks.map(({ run }, index) =>
    semaphore.run(() => {
      started.push(index);
      return run();
    }),
  );
  await sleep(0);
  expect(started).toEqual([0, 1]);

  tasks[1]?.end();
  await runs[1];
  await sleep(0);
  expect(started).toEqual([0, 1, 2]);

  for (const { end } of tasks) end();
  await Promise.all(runs);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('frees the slot of a task that fails', async () => {
  const semaphore = new Semaphore({ slots: 1, maxWaiting: 0, maxWaitMilliseconds: 1_000 });

  await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(
    semaphore.run(() => {
      throw new Error('broken at once');
    }),
  ).rejects.toThrow('broken at once');

  expect(await semaphore.run(() => Promise.resolve('done'))).toBe('done');
});

test('refuses a task when too many wait', async () => {
  const semaphore = new Semaphore({ slots: 1, maxWaiting: 1, maxWaitMilliseconds: 1_000 });
  const first = heldTask();
  const running = semaphore.run(first.run);
  const waiting = semaphore.run(() => Promise.resolve('waited'));

  await expect(semaphore.run(() => Promise.resolve('never'))).rejects.toThrow(Overloaded);

  first.end();
  await running;
  expect(await waiting).toBe('waited');
});

test('refuses a task that waits too long, without running it, and forgets it', async () => {
  const semaphore = new Semaphore({ slots: 1, maxWaiting: 1, maxWaitMilliseconds: 5 });
  const first = heldTask();
  const running = semaphore.run(first.run);
  let ran = false;

  await expect(
    semaphore.run(() => {
      ran = true;
      return Promise.resolve();
    }),
  ).rejects.toThrow(Overloaded);

  first.end();
  await running;
  expect(ran).toBe(false);
  expect(await semaphore.run(() => Promise.resolve('done'))).toBe('done');
});
