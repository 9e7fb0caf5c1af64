import { expect, test } from 'vitest';
import { simulatedUser } from './simulated-user.js';

const key = Buffer.alloc(32, 1);

test('the same name under the same key is always the same user', () => {
  expect(simulatedUser(key, 'maya')).toEqual(simulatedUser(key, 'maya'));
});

test('another name, or the same name under another key, is another user', () => {
  const maya = simulatedUser(key, 'maya');
  for (const other of [simulatedUser(key, 'Maya'), simulatedUser(Buffer.alloc(32, 2), 'maya')]) {
    expect(other.id).not.toBe(maya.id);
    expect(other.salt).not.toEqual(maya.salt);
    expect(other.verifier).not.toEqual(maya.verifier);
  }
});

test('has the forms of a real user', () => {
  for (const digest of ['', 'maya', 'x'.repeat(64)]) {
    const { id, salt, verifier } = simulatedUser(key, digest);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(salt.length).toBe(16);
    expect(verifier.length).toBe(384);
  }
});
