import { expect, test } from 'vitest';
import { parseMasterKeys } from '#store/master-key.js';
import type { Sql } from '#store/sql.js';
import { vaults } from '#store/vault.js';
import { carriedState } from './carried-state.js';

const masterKeys = parseMasterKeys(Buffer.alloc(32, 1).toString('base64'));
/** A store without anything in it. */
const sql: Sql = { query: async () => [], transaction: (work) => work(sql) };
const vaultOf = async (scope: string) => (await vaults(sql, masterKeys).newDataKey(sql, scope)).vault;

const now = new Date('2026-09-01T23:59:00Z');
const vault = await vaultOf('pool-1');
const states = carriedState<{ name: string }>('test', 40);

test('a state comes back as it was sealed, the next day too', () => {
  const sealed = states.seal(vault, { name: 'Ж' }, now);
  expect(states.open(vault, sealed, now)).toEqual({ name: 'Ж' });
  expect(states.open(vault, sealed, new Date('2026-09-02T00:01:00Z'))).toEqual({ name: 'Ж' });
});

test('all states are sealed to one size', () => {
  const sizes = ['', 'maya', 'м'.repeat(14)].map((name) => states.seal(vault, { name }, now).length);
  expect(new Set(sizes).size).toBe(1);
});

test('a state that is longer than the size is refused, not cut', () => {
  expect(() => states.seal(vault, { name: 'x'.repeat(29) }, now)).not.toThrow();
  expect(() => states.seal(vault, { name: 'x'.repeat(30) }, now)).toThrow(RangeError);
  expect(() => states.seal(vault, { name: 'м'.repeat(15) }, now)).toThrow(RangeError);
});

test('a state opens for its own purpose and pool only, and not for long', async () => {
  const sealed = states.seal(vault, { name: 'maya' }, now);
  expect(carriedState('other', 40).open(vault, sealed, now)).toBeUndefined();
  expect(states.open(await vaultOf('pool-2'), sealed, now)).toBeUndefined();
  expect(states.open(await vaultOf('pool-1'), sealed, now)).toBeUndefined();
  expect(states.open(vault, sealed, new Date('2026-09-04T00:00:00Z'))).toBeUndefined();
  expect(states.open(vault, sealed.subarray(1), now)).toBeUndefined();
});
