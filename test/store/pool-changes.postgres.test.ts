import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { clientSettings } from '#domain/client-defaults.js';
import { clients } from '#store/clients.js';
import { clientSecrets } from '#store/client-secrets.js';
import { configuration } from '#store/configuration.js';
import { groups } from '#store/groups.js';
import { checkMasterKeys, newMasterKey, parseMasterKeys } from '#store/master-key.js';
import { masterKeyRotation } from '#store/master-key-rotation.js';
import { pools } from '#store/pools.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { vaults } from '#store/vault.js';
import { openTestDatabase } from './engine/engine.js';
import { oneAfterAnother } from './engine/one-after-another.js';
import { now, pool } from './rows.js';

// Two changes of what belongs to a pool at once: the second sees what the first left.

const later = new Date('2026-01-01T00:01:00Z');
const masterKeys = () => parseMasterKeys(newMasterKey());

const storeOver = (sql: Sql, keys = masterKeys()) => {
  const ownVaults = vaults(sql, keys);
  const cached = configuration(sql, ownVaults, { now: () => now });
  return {
    pools: pools(sql, ownVaults, cached),
    clients: clients(sql, ownVaults, cached),
    clientSecrets: clientSecrets(sql, ownVaults, cached),
  };
};

const remove = (sql: Sql) => storeOver(sql).pools.delete(pool, pool.id, () => undefined, now);

describe('groups', () => {
  const create = (sql: Sql, name: string) =>
    groups(sql).create(
      {
        poolId: pool.id,
        name,
        description: undefined,
        roleArn: undefined,
        precedence: undefined,
        createdAt: now,
        modifiedAt: now,
      },
      2,
    );

  test('two for the last place are one', async () => {
    const { sql } = await openTestDatabase();
    await storeOver(sql).pools.create(pool, []);
    await create(sql, 'readers');

    const late = await oneAfterAnother(
      sql,
      async (first) => expect(await create(first, 'editors')).toBe(true),
      () => create(sql, 'admins'),
    );

    expect(late).toBe(false);
    const { items } = await groups(sql).list(pool.id, { limit: 5, after: undefined });
    expect(items.map(({ name }) => name)).toEqual(['editors', 'readers']);
  });

  test('one of a pool that is being deleted is refused', async () => {
    const { sql } = await openTestDatabase();
    await storeOver(sql).pools.create(pool, []);
    const late = oneAfterAnother(sql, remove, () => create(sql, 'readers'));
    await expect(late).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });
});

test('an updated client is answered with the secret that was added meanwhile', async () => {
  const { sql } = await openTestDatabase();
  const keys = masterKeys();
  const own = storeOver(sql, keys);
  await own.pools.create(pool, []);
  const id = randomBytes(13).toString('hex');
  await own.clients.create({
    poolId: pool.id,
    id,
    name: 'app',
    settings: clientSettings({}),
    createdAt: now,
    secret: { id: 'first', value: 'one' },
  });

  const updated = await oneAfterAnother(
    sql,
    (first) => storeOver(first, keys).clientSecrets.add(pool.id, id, { value: 'two', now: later }, () => undefined),
    () => own.clients.update(pool.id, id, ({ name }) => ({ name, settings: clientSettings({}) }), now),
  );

  expect(updated.secrets).toEqual(['one', 'two']);
});

describe('a pool that is made while the master key is rotated', () => {
  const [older, newer] = [newMasterKey(), newMasterKey()];
  const both = () => parseMasterKeys(`${newer},${older}`);
  const begun = async () => {
    const { sql } = await openTestDatabase();
    await checkMasterKeys(sql, parseMasterKeys(older));
    return sql;
  };
  const rotate = async (sql: Sql) => {
    const rotation = masterKeyRotation(sql, both(), undefined);
    while (!(await rotation.step(10)).done);
  };
  const wrappers = statement<object, { masterKeyId: string }>('test.wrappers', 'select master_key_id from data_keys');
  const idOf = (key: string) => parseMasterKeys(key).newest.id.toString('hex');

  test('is sealed with the new one when the rotation waited for it', async () => {
    const sql = await begun();
    await oneAfterAnother(
      sql,
      (first) => storeOver(first, both()).pools.create(pool, []),
      () => rotate(sql),
    );
    expect(await sql.query(wrappers, {})).toEqual([{ masterKeyId: idOf(newer) }]);
  });

  test('is sealed with the new one when it waited for the rotation', async () => {
    const sql = await begun();
    await oneAfterAnother(sql, rotate, () => storeOver(sql, both()).pools.create(pool, []));
    expect(await sql.query(wrappers, {})).toEqual([{ masterKeyId: idOf(newer) }]);
  });
});
