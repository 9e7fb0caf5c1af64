import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { clientSettings } from '#domain/client-defaults.js';
import type { Pool } from '#domain/pool.js';
import { newPoolSettings } from '#domain/pool-defaults.js';
import { BoxRejected } from '#lib/envelope.js';
import { randomAlphanumerics } from '#lib/ids.js';
import { makeKeyPair, type RsaKeyPair } from '#services/key-stock.js';
import { clients, type NewClient } from '#store/clients.js';
import { configuration } from '#store/configuration.js';
import { violatedUnique } from '#store/failures.js';
import { keyRotation } from '#store/key-rotation.js';
import { keys, type NewPoolKey } from '#store/keys.js';
import { newMasterKey, parseMasterKeys } from '#store/master-key.js';
import { pools } from '#store/pools.js';
import { removals } from '#store/removals.js';
import { userCountDeltas, userCounts as userCountsTable, users } from '#store/schema/index.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { userCounts } from '#store/user-counts.js';
import { vaults } from '#store/vault.js';
import { databaseOfFile } from './engine/engine.js';

const migrations = new URL('../../migrations/', import.meta.url);
const database = databaseOfFile(
  readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => readFileSync(new URL(name, migrations), 'utf8'))
    .join(';\n'),
);

const masterKeys = parseMasterKeys(newMasterKey());
const now = new Date('2026-01-01T00:00:00Z');
const scope = { account: '000000000000', region: 'us-east-1' };
let pairs: [RsaKeyPair, RsaKeyPair];

beforeAll(async () => {
  pairs = [await makeKeyPair(), await makeKeyPair()];
});

/** One server process over a database: what it remembers is its own. Its clock stands still until it is moved. */
const processOver = (sql: Sql) => {
  let seconds = 0;
  const clock = { now: () => new Date(now.getTime() + seconds * 1000) };
  const queries: string[] = [];
  const counted: Sql = {
    query: (asked, params) => {
      queries.push(asked.name);
      return sql.query(asked, params);
    },
    transaction: (work) => sql.transaction(work),
  };
  const ownVaults = vaults(counted, masterKeys);
  const cached = configuration(counted, ownVaults, clock);
  return {
    queries,
    advance: (by: number) => {
      seconds += by;
    },
    pools: pools(counted, ownVaults, cached),
    clients: clients(counted, ownVaults, cached),
    keys: keys(counted, ownVaults, cached, clock),
    keyRotation: keyRotation(counted, ownVaults, cached),
    userCounts: userCounts(counted),
    removals: removals(counted, [users, userCountsTable, userCountDeltas]),
  };
};

const newPool = (name = 'staff'): Pool => ({
  ...scope,
  id: `us-east-1_${randomAlphanumerics(9)}`,
  name,
  mfa: {},
  sessionConfiguration: {},
  settings: newPoolSettings({ PoolName: name }),
  createdAt: now,
  modifiedAt: now,
});

const newKeys = (): NewPoolKey[] => [
  { use: 'id', id: 'kid-of-id', notBefore: now, ...pairs[0] },
  { use: 'access', id: 'kid-of-access', notBefore: now, ...pairs[1] },
  { use: 'derive', id: 'derive', notBefore: now, secret: Buffer.alloc(32, 5) },
];

const newClient = (poolId: string, secret?: string): NewClient => ({
  poolId,
  id: randomBytes(13).toString('hex'),
  name: 'app',
  settings: clientSettings({}),
  createdAt: now,
  secret: secret === undefined ? undefined : { id: 'first', value: secret },
});

const allowed = () => undefined;

const append = (letter: string) => (before: Pool) => ({ ...before, name: before.name + letter });

describe('what a process remembers', () => {
  test('a warm look-up of client, pool and keys asks nothing', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const [pool, client] = [newPool(), newClient('', 'a secret')];
    await server.pools.create(pool, newKeys());
    await server.clients.create({ ...client, poolId: pool.id });
    await server.pools.byClientId(client.id);
    await server.keys.signing(pool.id, 'access');
    server.queries.length = 0;

    const found = await server.pools.byClientId(client.id);
    await server.keys.signing(pool.id, 'id');
    await server.keys.jwks(pool.id);

    expect(server.queries).toEqual([]);
    expect(found.pool).toMatchObject({ ...scope, id: pool.id, createdAt: now });
    expect(found.client.secrets).toEqual(['a secret']);
    server.advance(1);
    await server.pools.byClientId(client.id);
    expect(server.queries).toEqual(['clients.version', 'pools.version']);
  });

  test('what another process changed or deleted shows after a second', async () => {
    const { sql } = database();
    const [here, there] = [processOver(sql), processOver(sql)];
    const pool = newPool();
    const client = newClient(pool.id);
    await here.pools.create(pool, newKeys());
    await here.clients.create(client);
    await there.pools.byClientId(client.id);

    await here.pools.update(scope, pool.id, ({ settings }) => ({ name: 'renamed', settings }), now);
    await here.clients.update(pool.id, client.id, () => ({ name: 'renamed', settings: clientSettings({}) }), now);
    there.advance(1);
    const found = await there.pools.byClientId(client.id);
    expect([found.pool.name, found.client.name]).toEqual(['renamed', 'renamed']);

    await here.pools.delete(scope, pool.id, allowed, now);
    there.advance(1);
    await expect(there.pools.byClientId(client.id)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
    await expect(there.pools.get(pool.id)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
    await expect(there.keys.derive(pool.id)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });
});

describe('changes at the same time', () => {
  test('none of twenty updates of one pool is lost', async () => {
    const { sql } = database();
    const [here, there] = [processOver(sql), processOver(sql)];
    const pool = newPool('');
    await here.pools.create(pool, newKeys());

    const update = (letter: string, index: number) =>
      (index % 2 ? here : there).pools.update(scope, pool.id, append(letter), now);
    await Promise.all(Array.from('abcdefghijklmnopqrst', update));

    const { name } = await here.pools.describe(scope, pool.id);
    expect(Array.from(name).toSorted().join('')).toBe('abcdefghijklmnopqrst');
  });

  test('a client is not left behind by the deletion of its pool', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const pool = newPool();
    await server.pools.create(pool, newKeys());

    const made = Array.from({ length: 10 }, () => newClient(pool.id, 'a secret'));
    const outcomes = await Promise.allSettled([
      ...made.slice(0, 5).map((client) => server.clients.create(client)),
      server.pools.delete(scope, pool.id, allowed, now),
      ...made.slice(5).map((client) => server.clients.create(client)),
    ]);

    for (const { reason } of outcomes.filter((outcome) => outcome.status === 'rejected'))
      expect(reason).toMatchObject({ type: 'ResourceNotFoundException' });
    expect(await rowsOf(sql, pool.id)).toBe(0);
  });

  test('an id is given once', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const pool = newPool();

    const outcomes = await Promise.allSettled([1, 2, 3].map(() => server.pools.create(pool, newKeys())));

    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(violatedUnique(reason)).toBeDefined();
    expect((await server.keys.verifying(pool.id)).size).toBe(2);
  });
});

describe('deletion', () => {
  test('leaves no row of the pool, and its id unused while others may still write', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const [pool, other] = [newPool(), newPool()];
    for (const made of [pool, other]) {
      await server.pools.create(made, newKeys());
      await server.clients.create(newClient(made.id, 'a secret'));
      await sql.query(insertDelta, { poolId: made.id, id: 'late', delta: 1 });
    }
    const before = await rowsOf(sql, other.id);

    await server.pools.delete(scope, pool.id, allowed, now);
    await expect(server.pools.create(pool, newKeys())).rejects.toThrow('was used before and is not free yet');
    expect(await server.removals.purge(now, 100)).toBe(1);
    expect(await server.removals.purge(now, 100)).toBe(0);
    await expect(server.pools.create(pool, newKeys())).rejects.toThrow('was used before and is not free yet');

    const later = new Date(now.getTime() + 60_000);
    expect(await server.removals.purge(later, 100)).toBe(0);
    expect(await rowsOf(sql, pool.id)).toBe(0);
    expect(await rowsOf(sql, other.id)).toBe(before);
    await server.pools.create(pool, newKeys());
  });
});

describe('secrets', () => {
  test('are nowhere in clear', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const pool = newPool();
    await server.pools.create(pool, newKeys());
    await server.clients.create(newClient(pool.id, 'a-secret-of-the-client'));

    const stored = await sql.query(sealedValues, { poolId: pool.id });

    const clear = [
      Buffer.from('a-secret-of-the-client'),
      Buffer.alloc(32, 5),
      ...pairs.map(({ privateKey }) => privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(50, 150)),
    ];
    expect(stored).toHaveLength(4);
    for (const { sealed } of stored) for (const secret of clear) expect(sealed.includes(secret)).toBe(false);
  });

  test('a sealed value does not open in the place of another', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const pool = newPool();
    await server.pools.create(pool, newKeys());

    await sql.query(swapKeys, { poolId: pool.id });

    await expect(server.keys.signing(pool.id, 'id')).rejects.toThrow(BoxRejected);
  });
});

describe('signing keys', () => {
  test('a next key is published and verifies, but signs nothing; a retired one still verifies', async () => {
    const { sql } = database();
    const server = processOver(sql);
    const pool = newPool();
    const later = new Date(now.getTime() + 3_600_000);
    const extra: NewPoolKey[] = [
      { use: 'id', id: 'later', notBefore: later, ...pairs[1] },
      { use: 'id', id: 'retired', notBefore: now, ...pairs[1] },
    ];
    await server.pools.create(pool, [...newKeys(), ...extra]);
    await sql.query(retire, { poolId: pool.id, id: 'retired' });

    expect((await server.keys.signing(pool.id, 'id')).kid).toBe('kid-of-id');
    expect([...(await server.keys.verifying(pool.id)).keys()].toSorted()).toEqual(
      ['kid-of-access', 'kid-of-id', 'later', 'retired'].toSorted(),
    );
    server.advance(3600);
    expect((await server.keys.signing(pool.id, 'id')).kid).toBe('later');
    expect((await server.keys.signing(pool.id, 'access')).kid).toBe('kid-of-access');
  });

  test('the key set is the same bytes, under the same tag, in every process', async () => {
    const { sql } = database();
    const [here, there] = [processOver(sql), processOver(sql)];
    const pool = newPool();
    await here.pools.create(pool, newKeys());

    expect(await there.keys.jwks(pool.id)).toEqual(await here.keys.jwks(pool.id));
    expect((await here.keys.jwks(pool.id)).etag).toMatch(/^"[\w-]+"$/);
  });
});

test('deltas are counted before, while and after they are folded by several at once', async () => {
  const { sql } = database();
  const server = processOver(sql);
  for (let index = 0; index < 30; index++)
    await sql.query(insertDelta, { poolId: index % 3 === 0 ? 'b' : 'a', id: String(index), delta: 1 });
  await sql.query(insertDelta, { poolId: 'a', id: 'gone', delta: -1 });

  expect(await server.userCounts.estimate('a')).toBe(19);
  await Promise.all([1, 2, 3, 4].map(() => server.userCounts.fold(10)));

  expect(await server.userCounts.estimate('a')).toBe(19);
  while ((await server.userCounts.fold(10)) > 0);
  expect([await server.userCounts.estimate('a'), await server.userCounts.estimate('b')]).toEqual([19, 10]);
  expect(await server.userCounts.estimate('nobody')).toBe(0);
});

const insertDelta = statement<{ poolId: string; id: string; delta: number }, never>(
  'test.insert_delta',
  'insert into user_count_deltas (pool_id, id, delta) values (:poolId, :id, :delta)',
);

const sealedValues = statement<{ poolId: string }, { sealed: Buffer }>(
  'test.sealed',
  `select sealed from pool_keys where pool_id = :poolId union all
   select sealed from client_secrets where pool_id = :poolId`,
);

const swapKeys = statement<{ poolId: string }, never>(
  'test.swap_pool_keys',
  `update pool_keys a set sealed = b.sealed from pool_keys b
   where a.pool_id = :poolId and b.pool_id = :poolId and a.use = 'id' and b.use = 'access'`,
);

const retire = statement<{ poolId: string; id: string }, never>(
  'test.retire',
  `update pool_keys set status = 'retired' where pool_id = :poolId and id = :id`,
);

const everyRow = statement<{ poolId: string }, { rows: number }>(
  'test.every_row',
  `select (select count(*) from user_pools where id = :poolId) + (select count(*) from data_keys where scope = :poolId)
     + ${['clients', 'clients_by_id', 'client_secrets', 'pool_keys', 'user_counts', 'user_count_deltas']
       .map((table) => `(select count(*) from ${table} where pool_id = :poolId)`)
       .join(' + ')} as rows`,
);

/** How many rows of the tables of this file a pool has. */
const rowsOf = async (sql: Sql, poolId: string): Promise<number> => {
  const [row] = await sql.query(everyRow, { poolId });
  return row?.rows ?? 0;
};

test('the private half of a retired key is gone, and that of no other', async () => {
  const { sql } = database();
  const { keyRotation: rotation, pools: ownPools } = processOver(sql);
  const [pool, other] = [newPool(), newPool()];
  for (const { id } of [pool, other]) await ownPools.create({ ...pool, id }, newKeys());
  const next = (time: Date): NewPoolKey[] => [
    { use: 'id', id: `id of ${time.getTime()}`, notBefore: time, ...pairs[0] },
    { use: 'access', id: `access of ${time.getTime()}`, notBefore: time, ...pairs[1] },
  ];
  await rotation.publish(pool.id, next(now));
  await rotation.advance(now, new Date(now.getTime() + 2), 10);
  await rotation.publish(pool.id, next(new Date(now.getTime() + 1)));

  const halves = statement<object, { mine: boolean; status: string; gone: boolean; keys: number }>(
    'test.key-halves',
    `select pool_id = '${pool.id}' as mine, status, length(sealed) = 0 as gone, count(*)::int as keys
     from pool_keys where pool_id in ('${pool.id}', '${other.id}') group by 1, 2, 3 order by 1, 2, 3`,
  );
  expect(await sql.query(halves, {})).toEqual([
    { mine: false, status: 'active', gone: false, keys: 3 },
    { mine: true, status: 'active', gone: false, keys: 3 },
    { mine: true, status: 'next', gone: false, keys: 2 },
    { mine: true, status: 'retired', gone: true, keys: 2 },
  ]);
});
