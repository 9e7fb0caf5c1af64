import { expect, test } from 'vitest';
import { BoxRejected } from '#lib/envelope.js';
import { checkMasterKeys, type MasterKeys, newMasterKey, parseMasterKeys } from '#store/master-key.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { type DataKey, NoDataKey, vaults } from '#store/vault.js';
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
  const { row, vault } = vaults(sql, keys).newDataKey('pool-a');
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

test('a master key is rotated by listing the new one first, and leaves only when nothing needs it', async () => {
  const sql = await open();
  const [older, newer] = [newMasterKey(), newMasterKey()];
  await checkMasterKeys(sql, masterKeys(older));
  const vault = await vaults(sql, masterKeys(older)).ensure('system');

  await checkMasterKeys(sql, masterKeys(newer, older));
  const rotated = await vaults(sql, masterKeys(newer, older)).forScope('system');
  expect(rotated.open(place, vault.seal(place, 'secret')).toString()).toBe('secret');

  await expect(checkMasterKeys(sql, masterKeys(older))).rejects.toThrow('is not the key');
  await expect(checkMasterKeys(sql, masterKeys(newer))).rejects.toThrow('lacks an older key');
});
