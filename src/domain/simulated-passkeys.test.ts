import { expect, test } from 'vitest';
import { simulatedPasskeys, simulatesPasskey } from './simulated-passkeys.js';

const key = Buffer.alloc(32, 1);
const names = Array.from({ length: 200 }, (_, index) => `digest-${index}`);

test('a name seems to have the same passkey always, in its pool', () => {
  for (const name of names.slice(0, 20)) {
    expect(simulatedPasskeys(key, name)).toEqual(simulatedPasskeys(key, name));
    expect(simulatesPasskey(key, name)).toBe(simulatesPasskey(key, name));
    expect(simulatedPasskeys(Buffer.alloc(32, 2), name)).not.toEqual(simulatedPasskeys(key, name));
  }
});

test('no two names seem to have the same one', () => {
  expect(new Set(names.map((name) => simulatedPasskeys(key, name)[0].id)).size).toBe(names.length);
});

test('they look like those that people have, of several makes', () => {
  const made = names.map((name) => simulatedPasskeys(key, name)[0]);
  for (const { id, transports } of made) {
    expect(id).toMatch(/^[\w-]{22,43}$/);
    expect(transports).toContain('internal');
  }
  expect(new Set(made.map(({ id }) => id.length))).toEqual(new Set([22, 27, 43]));
});

test('some seem to have several, no two of them the same', () => {
  const lists = names.map((name) => simulatedPasskeys(key, name));
  expect(Math.max(...lists.map(({ length }) => length))).toBeGreaterThan(2);
  expect(lists.filter(({ length }) => length === 1).length).toBeGreaterThan(120);
  for (const list of lists) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
});

test('some seem to have one and others none', () => {
  const having = names.filter((name) => simulatesPasskey(key, name)).length;
  expect(having).toBeGreaterThan(60);
  expect(having).toBeLessThan(140);
});
