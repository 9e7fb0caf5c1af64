import { expect, test } from 'vitest';
import { BoxRejected } from '#lib/envelope.js';
import { masterKeyRotation } from '#store/master-key-rotation.js';
import { checkMasterKeys, type MasterKeys, newMasterKey, parseMasterKeys } from '#store/master-key.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import type { DataKey } from '#store/data-keys.js';
import { NoDataKey, vaults } from '#store/vault.js';
import { databaseOfFile } from './engine.js';

const database = databaseOfFile(`
  create table data_keys (scope text collate "C" primary key, id text not null, master_key_id text not null,
    wrapped bytea not null, created_at timestamptz(3) not null default now());
  create table meta (name text primary key, value bytea not null);`);

/** The database without any key in it. */
const open = async (): Promise<Sql> => {
  await database().orm.execute('truncate data_keys, meta');
  return database().sql;
};

const masterKeys = (...keys: string[]): MasterKeys =>
  parseMasterKeys((keys.length > 0 ? keys : [newMasterKey()]).join(','));
const place = { table: 'pool_keys', row: 'k1', column: 'private_key' };

const insertKey = statement<DataKey, never>(
  'test.insert_key',
  'insert into data_keys (scope, id, master_key_id, wrapped) values (:scope, :id, :masterKeyId, :wrapped)',
);
const countKeys = statement<object, { count: number }>('test.count_keys', 'select count(*) as count from data_keys');
const swapKeys = statement<object, never>(
  'test.swap_keys',
  `update data_keys a set wrapped = b.wrapped, id = b.id from data_keys b where a.scope = 'pool-a' and b.scope = 'pool-b'`,
);

test('a new data key serves its scope in every process that has the master key', async () => {
  const sql = await open();
  const keys = masterKeys();
  const { row, vault } = await vaults(sql, keys).newDataKey(sql, 'pool-a');
  await sql.query(insertKey, row);
  const elsewhere = await vaults(sql, keys).forScope('pool-a');
  expect(elsewhere.open(place, vault.seal(place, 'secret')).toString()).toBe('secret');
  expect(elsewhere.derive('users')).toEqual(vault.derive('users'));
});

test('of several processes that need a key at once, all get the same', async () => {
  const sql = await open();
  const keys = masterKeys();
  const all = await Promise.all(Array.from({ length: 10 }, () => vaults(sql, keys).ensure('system')));
  expect(await sql.query(countKeys, {})).toEqual([{ count: 1 }]);
  const [first, last] = [all[0], all.at(-1)];
  expect(last?.open(place, first?.seal(place, 'secret') ?? Buffer.alloc(0)).toString()).toBe('secret');
});

test('a scope without a key has no vault, until it has', async () => {
  const sql = await open();
  const all = vaults(sql, masterKeys());
  await expect(all.forScope('pool-a')).rejects.toThrow(NoDataKey);
  await all.ensure('pool-a');
  const vault = await all.forScope('pool-a');
  expect(await all.forScope('pool-a')).toBe(vault);
  all.forget('pool-a');
  expect(await all.forScope('pool-a')).not.toBe(vault);
});

test('a data key does not open with another master key, nor in the place of another scope', async () => {
  const sql = await open();
  const keys = masterKeys();
  await vaults(sql, keys).ensure('pool-a');
  await vaults(sql, keys).ensure('pool-b');
  await expect(vaults(sql, masterKeys()).forScope('pool-a')).rejects.toThrow(BoxRejected);
  await sql.query(swapKeys, {});
  await expect(vaults(sql, keys).forScope('pool-a')).rejects.toThrow(BoxRejected);
});

test('a start with another master key is refused', async () => {
  const sql = await open();
  await checkMasterKeys(sql, masterKeys());
  await expect(checkMasterKeys(sql, masterKeys())).rejects.toThrow(
    'POOLHOUSE_MASTER_KEY is not the key that this database was made with.',
  );
});

test('a newer master key is listed without effect until the rotation, and the older one leaves after it', async () => {
  const sql = await open();
  const [older, newer] = [newMasterKey(), newMasterKey()];
  await checkMasterKeys(sql, masterKeys(older));
  const vault = await vaults(sql, masterKeys(older)).ensure('system');
  const sealed = vault.seal(place, 'secret');

  // A replica that was started anew makes a key; one that was not yet opens it.
  await checkMasterKeys(sql, masterKeys(newer, older));
  const early = await vaults(sql, masterKeys(newer, older)).ensure('pool-a');
  const elsewhere = await vaults(sql, masterKeys(older)).forScope('pool-a');
  expect(elsewhere.open(place, early.seal(place, 'early')).toString()).toBe('early');
  await checkMasterKeys(sql, masterKeys(older));
  await expect(checkMasterKeys(sql, masterKeys(newer))).rejects.toThrow('is not the key');

  const rotation = masterKeyRotation(sql, { ...masterKeys(newer, older) }, undefined);
  expect(await rotation.step(1)).toEqual({ rewrapped: 1, done: false });
  await expect(checkMasterKeys(sql, masterKeys(newer))).rejects.toThrow('lacks an older key');
  await expect(checkMasterKeys(sql, masterKeys(older))).rejects.toThrow('is not the key');
  await checkMasterKeys(sql, masterKeys(newer, older));

  // A process that was started long before makes a key meanwhile, with the newer master key already.
  await vaults(sql, masterKeys(newer, older)).ensure('pool-b');
  expect(await rotation.step(1)).toEqual({ rewrapped: 1, done: false });
  expect(await rotation.step(1)).toEqual({ rewrapped: 0, done: true });
  expect(await rotation.step(1)).toEqual({ rewrapped: 0, done: true });
  await checkMasterKeys(sql, masterKeys(newer));
  const rotated = await vaults(sql, masterKeys(newer)).forScope('system');
  expect(rotated.open(place, sealed).toString()).toBe('secret');
  await expect(checkMasterKeys(sql, masterKeys(older))).rejects.toThrow('is not the key');
});

test('of several rotations at once each data key is wrapped once more, and opens', async () => {
  const sql = await open();
  const [older, newer] = [newMasterKey(), newMasterKey()];
  await checkMasterKeys(sql, masterKeys(older));
  const scopes = Array.from({ length: 25 }, (_, index) => `pool-${index}`);
  const before = vaults(sql, masterKeys(older));
  const boxes = await Promise.all(scopes.map(async (scope) => (await before.ensure(scope)).seal(place, scope)));

  const finish = async (): Promise<void> => {
    const rotation = masterKeyRotation(sql, { ...masterKeys(newer, older) }, undefined);
    while (!(await rotation.step(4)).done);
  };
  await Promise.all([finish(), finish(), finish()]);

  const after = vaults(sql, masterKeys(newer));
  for (const [index, scope] of scopes.entries())
    expect((await after.forScope(scope)).open(place, boxes[index] ?? Buffer.alloc(0)).toString()).toBe(scope);
});

test('where one key alone is listed there is nothing to go to', async () => {
  const sql = await open();
  expect(masterKeyRotation(sql, { ...masterKeys() }, undefined).possible()).toBe(false);
});
