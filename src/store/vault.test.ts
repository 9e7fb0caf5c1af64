import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { BoxRejected } from '#lib/envelope.js';
import { newMasterKey, parseMasterKeys } from './master-key.js';
import type { Sql } from './sql.js';
import { type Vault, vaults } from './vault.js';

const place = { table: 'pool_keys', row: 'k1', column: 'private_key' };
const now = new Date('2026-03-01T12:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

/** A store without anything in it. */
const noSql: Sql = {
  query: () => Promise.resolve([]),
  transaction: () => Promise.reject(new Error('No database here')),
};

const twoVaults = async (): Promise<[Vault, Vault]> => {
  const all = vaults(noSql, parseMasterKeys(newMasterKey()));
  return [(await all.newDataKey(noSql, 'pool-a')).vault, (await all.newDataKey(noSql, 'pool-b')).vault];
};

test('a sealed value opens in its own place only', async () => {
  const [vault, other] = await twoVaults();
  const box = vault.seal(place, Buffer.from([0, 255]));
  expect(vault.open(place, box)).toEqual(Buffer.from([0, 255]));
  for (const elsewhere of [
    { ...place, table: 'clients' },
    { ...place, row: 'k2' },
    { ...place, row: ['k1'] },
    { ...place, column: 'public_key' },
  ]) {
    expect(() => vault.open(elsewhere, box)).toThrow(BoxRejected);
  }
  expect(() => other.open(place, box)).toThrow(BoxRejected);
});

test('the parts of a row key do not run into one another', async () => {
  const [vault] = await twoVaults();
  const box = vault.seal({ ...place, row: ['ab', 'c'] }, 'secret');
  expect(() => vault.open({ ...place, row: ['a', 'bc'] }, box)).toThrow(BoxRejected);
});

test('a short-lived seal opens for its purpose, today and yesterday', async () => {
  const [vault, other] = await twoVaults();
  const box = vault.sealShort('session', 'state', now);
  expect(vault.openShort('session', box, now)?.toString()).toBe('state');
  expect(vault.openShort('session', box, hours(35))?.toString()).toBe('state');
  expect(vault.openShort('session', box, hours(36))).toBeUndefined();
  expect(vault.openShort('page', box, now)).toBeUndefined();
  expect(other.openShort('session', box, now)).toBeUndefined();
});

test("servers whose clocks differ by seconds around midnight open one another's seals", async () => {
  const [vault] = await twoVaults();
  const ahead = vault.sealShort('session', 'state', new Date('2026-03-02T00:00:01Z'));
  expect(vault.openShort('session', ahead, new Date('2026-03-01T23:59:59Z'))?.toString()).toBe('state');
});

test('a long-lived seal opens for its purpose at any time', async () => {
  const [vault, other] = await twoVaults();
  const box = vault.sealLong('refresh', 'state');
  expect(vault.openLong('refresh', box)?.toString()).toBe('state');
  expect(vault.openLong('session', box)).toBeUndefined();
  expect(other.openLong('refresh', box)).toBeUndefined();
});

test('no kind of seal passes for another', async () => {
  const [vault] = await twoVaults();
  const [stored, short, long] = [vault.seal(place, 's'), vault.sealShort('x', 's', now), vault.sealLong('x', 's')];
  expect(vault.openShort('x', long, now) ?? vault.openShort('x', stored, now)).toBeUndefined();
  expect(vault.openLong('x', short) ?? vault.openLong('x', stored)).toBeUndefined();
  expect(() => vault.open(place, short)).toThrow(BoxRejected);
});

test('forged and changed boxes open nowhere', async () => {
  const [vault] = await twoVaults();
  const box = vault.sealLong('refresh', 'state');
  for (let byte = 0; byte < box.length; byte++) {
    const changed = Buffer.from(box);
    changed[byte] = (changed[byte] ?? 0) ^ 1;
    expect(vault.openLong('refresh', changed)).toBeUndefined();
  }
  for (const garbage of [Buffer.alloc(0), Buffer.from('x'), randomBytes(100)]) {
    expect(vault.openShort('session', garbage, now)).toBeUndefined();
    expect(vault.openLong('refresh', garbage)).toBeUndefined();
  }
});

test('what is derived differs by purpose and scope, and cannot be changed by who has it', async () => {
  const [vault, other] = await twoVaults();
  const bytes = vault.derive('users');
  expect(bytes).toHaveLength(32);
  expect(vault.derive('counters')).not.toEqual(bytes);
  expect(other.derive('users')).not.toEqual(bytes);
  vault.derive('users').fill(0);
  expect(vault.derive('users')).toEqual(bytes);
});
