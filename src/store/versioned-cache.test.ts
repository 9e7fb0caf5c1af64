import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { versionedCache } from './versioned-cache.js';

interface Value {
  readonly version: number;
  readonly text: string;
}

/** A cache over a map that stands for the database, with a clock that stands still. */
const fixture = (stored: Record<string, Value> = {}, capacity = 10) => {
  const database = new Map(Object.entries(stored));
  const calls: string[] = [];
  let milliseconds = 0;
  let gate: Promise<void> = Promise.resolve();
  const cache = versionedCache<Value>({
    clock: { now: () => new Date(milliseconds) },
    capacity,
    read: async (key) => {
      calls.push(`read ${key}`);
      const value = database.get(key);
      await gate;
      return value;
    },
    version: async (key) => {
      calls.push(`version ${key}`);
      return database.get(key)?.version;
    },
  });
  return {
    cache,
    calls,
    database,
    wait: (by: number) => {
      milliseconds += by;
    },
    /** Holds answers back until the returned function is called. */
    hold: () => {
      const opening = new EventEmitter();
      gate = once(opening, 'open').then(() => undefined);
      return () => opening.emit('open');
    },
  };
};

const one: Value = { version: 1, text: 'one' };
const two: Value = { version: 2, text: 'two' };

test('a value is read once, and for a second nothing is asked', async () => {
  const { cache, calls, wait } = fixture({ a: one });

  expect(await cache.get('a')).toBe(one);
  wait(999);
  expect(await cache.get('a')).toBe(one);

  expect(calls).toEqual(['read a']);
});

test('after a second the version alone is compared, and the same object stays', async () => {
  const { cache, calls, wait } = fixture({ a: one });
  await cache.get('a');

  wait(1000);
  expect(await cache.get('a')).toBe(one);
  wait(999);
  expect(await cache.get('a')).toBe(one);

  expect(calls).toEqual(['read a', 'version a']);
});

test('a change by somebody else shows after a second, a deletion too', async () => {
  const { cache, database, wait } = fixture({ a: one });
  await cache.get('a');

  database.set('a', two);
  wait(1000);
  expect(await cache.get('a')).toBe(two);

  database.delete('a');
  wait(1000);
  expect(await cache.get('a')).toBeUndefined();
});

test('a clock that was set back does not keep a value alive', async () => {
  const { cache, database, wait } = fixture({ a: one });
  wait(10_000);
  await cache.get('a');

  database.set('a', two);
  wait(-5000);

  expect(await cache.get('a')).toBe(two);
});

test('what does not exist is asked for each time, and shows as soon as it does', async () => {
  const { cache, calls, database } = fixture();

  expect(await cache.get('a')).toBeUndefined();
  database.set('a', one);
  expect(await cache.get('a')).toBe(one);

  expect(calls).toEqual(['read a', 'read a']);
});

test('simultaneous callers share one look-up', async () => {
  const { cache, calls, hold } = fixture({ a: one });
  const open = hold();

  const all = Array.from({ length: 20 }, () => cache.get('a'));
  open();

  expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, () => one));
  expect(calls).toEqual(['read a']);
});

test('the value that was unused for longest goes first', async () => {
  const { cache, calls } = fixture({ a: one, b: one, c: one }, 2);
  await cache.get('a');
  await cache.get('b');
  await cache.get('a');

  await cache.get('c');
  await cache.get('a');
  await cache.get('b');

  expect(calls).toEqual(['read a', 'read b', 'read c', 'read b']);
});

describe('forgetting', () => {
  test('makes the next caller read', async () => {
    const { cache, database } = fixture({ a: one });
    await cache.get('a');

    database.set('a', two);
    cache.forget('a');

    expect(await cache.get('a')).toBe(two);
  });

  test('a look-up that began before a change is not remembered', async () => {
    const { cache, database, hold } = fixture({ a: one });
    const open = hold();
    const before = cache.get('a');

    database.set('a', two);
    cache.forget('a');
    open();

    expect(await before).toBe(one);
    expect(await cache.get('a')).toBe(two);
  });
});

test("a failed look-up is its callers' alone", async () => {
  let fails = true;
  const cache = versionedCache<Value>({
    clock: { now: () => new Date(0) },
    capacity: 1,
    read: async () => {
      if (fails) throw new Error('no database');
      return one;
    },
    version: async () => 1,
  });

  await expect(cache.get('a')).rejects.toThrow('no database');
  fails = false;
  expect(await cache.get('a')).toBe(one);
});
