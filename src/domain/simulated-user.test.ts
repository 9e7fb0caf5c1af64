import { expect, test } from 'vitest';
import { poolOf } from './pool.fixture.js';
import { simulatedUser } from './simulated-user.js';

const key = Buffer.alloc(32, 1);

test('the same name in the same pool is always the same user', () => {
  expect(simulatedUser(poolOf(), key, 'maya')).toEqual(simulatedUser(poolOf(), key, 'maya'));
});

test('another name, or the same name under another key, is another user', () => {
  const maya = simulatedUser(poolOf(), key, 'maya');
  for (const other of [simulatedUser(poolOf(), key, 'Maya'), simulatedUser(poolOf(), Buffer.alloc(32, 2), 'maya')]) {
    expect(other.id).not.toBe(maya.id);
    expect(other.salt).not.toEqual(maya.salt);
    expect(other.verifier).not.toEqual(maya.verifier);
  }
});

test('case makes no other user where the pool ignores it', () => {
  const pool = poolOf({ UsernameConfiguration: { CaseSensitive: false } });
  expect(simulatedUser(pool, key, 'MAYA')).toEqual(simulatedUser(pool, key, 'maya'));
});

test('has the forms of a real user', () => {
  for (const name of ['', 'maya', 'a@b', 'м'.repeat(100_000)]) {
    const { id, salt, verifier } = simulatedUser(poolOf(), key, name);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(salt.length).toBe(16);
    expect(verifier.length).toBe(384);
  }
});
