import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pool } from '#domain/pool.js';
import { newPoolSettings } from '#domain/pool-defaults.js';
import { searchedTexts, type UserCondition } from '#domain/user-filter.js';
import { codes } from '#store/codes.js';
import type { Configuration } from '#store/configuration.js';
import { families } from '#store/families.js';
import { groups } from '#store/groups.js';
import { keyRotation } from '#store/key-rotation.js';
import { signIns } from '#store/sign-ins.js';
import type { Sql } from '#store/sql.js';
import { statement } from '#store/statement.js';
import { trackedSessions } from '#store/tracked-sessions.js';
import { userList, type UserListKey } from '#store/user-list.js';
import { users } from '#store/users.js';
import type { Vaults } from '#store/vault.js';
import { databaseOfFile } from './engine/engine.js';

// What a request reads must cost the same however many users a pool has: every plan goes through indexes alone.

const migrations = new URL('../../migrations/', import.meta.url);
const database = databaseOfFile(
  readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => readFileSync(new URL(name, migrations), 'utf8'))
    .join(';\n'),
);

const pool: Pool = {
  id: 'us-east-1_Plans0001',
  account: '000000000000',
  region: 'us-east-1',
  name: 'plans',
  createdAt: new Date(0),
  modifiedAt: new Date(0),
  mfa: {},
  sessionConfiguration: {},
  settings: newPoolSettings({ PoolName: 'plans', AliasAttributes: ['email', 'phone_number', 'preferred_username'] }),
};

const seeded = [
  statement<object, never>(
    'plans.users',
    `insert into users (pool_id, sub, username, username_key, attempts_key, status, enabled, attributes, created_at, modified_at,
       email_key, phone_number_key, preferred_username_key, name_key, given_name_key, family_name_key)
     select '${pool.id}', 'sub-' || n, 'user' || n, 'user' || n, 'key' || n, case n % 50 when 0 then 'UNCONFIRMED' else 'CONFIRMED' end,
       n % 100 <> 0, jsonb_build_object('email', 'user' || n || '@example.com'), to_timestamp(n), to_timestamp(n),
       'user' || n || '@example.com', '+1555' || lpad(n::text, 7, '0'), 'nick' || n, 'Name ' || n, 'Given ' || n, 'Family ' || n
     from generate_series(1, 20000) as n`,
  ),
  statement<object, never>(
    'plans.aliases',
    `insert into aliases (pool_id, key, kind, sub)
     select '${pool.id}', 'user' || n || '@example.com', 'email', 'sub-' || n from generate_series(1, 20000) as n`,
  ),
  statement<object, never>(
    'plans.groups',
    `insert into groups (pool_id, name, created_at, modified_at)
     select '${pool.id}', 'group' || n, now(), now() from generate_series(1, 8000) as n`,
  ),
  statement<object, never>(
    'plans.members',
    `insert into group_members (pool_id, group_name, sub)
     select '${pool.id}', 'group' || (1 + n % 3), 'sub-' || n from generate_series(1, 20000) as n`,
  ),
  // One user signed in very often, and few of all those sign-ins are still sessions.
  statement<object, never>(
    'plans.families',
    `insert into families (pool_id, id, sub, client_id, origin_jti, generation, scopes, auth_time, session_id, last_used_at,
       refresh_until, expires_at, ended_at)
     select '${pool.id}', 'family-' || n, 'sub-' || case when n <= 10000 then 777 else n end, 'client', 'jti', 0, '', to_timestamp(n),
       'session-' || n, to_timestamp(n), '2100-01-01', '2100-01-01', case when n % 1000 <> 0 then to_timestamp(n) end
     from generate_series(1, 20000) as n`,
  ),
  // Few pools have a rotation under way.
  statement<object, never>(
    'plans.keys',
    `insert into pool_keys (pool_id, id, use, status, not_before, sealed)
     select 'us-east-1_' || n, use, use, case when n % 1000 = 0 then status else 'active' end, '2000-01-01', ''
     from generate_series(1, 10000) as n, (values ('id', 'next'), ('access', 'next'), ('derive', 'active')) as key (use, status)`,
  ),
];
const analysed = statement<object, never>('plans.analyse', 'analyze');

interface PlanNode {
  readonly 'Node Type': string;
  /** Of the node and what is below it. */
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** An `Sql` that runs everything under EXPLAIN, and keeps every node of the plans. */
const explaining = (options = 'format json'): { sql: Sql; nodes: PlanNode[] } => {
  const nodes: PlanNode[] = [];
  const collect = (node: PlanNode): void => {
    nodes.push(node);
    node.Plans?.forEach(collect);
  };
  const sql: Sql = {
    async query(asked, params) {
      const explain = {
        ...asked,
        name: `explain.${options === 'format json' ? '' : 'analyze.'}${asked.name}`,
        text: `explain (${options}) ${asked.text}`,
        row: (_columns: unknown, [plan]: readonly (string | null)[]) => JSON.parse(plan ?? '') as [{ Plan: PlanNode }],
      };
      for (const [{ Plan }] of await database().sql.query(explain, params)) collect(Plan);
      return [];
    },
    transaction: (work) => work(sql),
  };
  return { sql, nodes };
};

const usedIndexes = (nodes: readonly PlanNode[]): string[] => nodes.flatMap(({ 'Index Name': index }) => index ?? []);

/** Nothing is read as a whole, and nothing is sorted but what an index narrowed down. */
const expectIndexed = (nodes: readonly PlanNode[], index: string): void => {
  expect(nodes.filter(({ 'Node Type': type }) => type === 'Seq Scan')).toEqual([]);
  expect(usedIndexes(nodes)).toContain(index);
};

beforeAll(async () => {
  for (const step of [...seeded, analysed]) await database().sql.query(step, {});
}, 60_000);

const indexOf: Record<(typeof searchedTexts)[number], string> = {
  username: 'users_username',
  sub: 'users_pkey',
  email: 'users_email',
  phone_number: 'users_phone_number',
  preferred_username: 'users_preferred_username',
  name: 'users_name',
  given_name: 'users_given_name',
  family_name: 'users_family_name',
};

const valueOf: Record<(typeof searchedTexts)[number], string> = {
  username: 'user777',
  sub: 'sub-777',
  email: 'user777@example.com',
  phone_number: '+15550000777',
  preferred_username: 'nick777',
  name: 'Name 777',
  given_name: 'Given 777',
  family_name: 'Family 777',
};

const beginning = (name: (typeof searchedTexts)[number], prefix: string): UserCondition => ({
  kind: 'text',
  name,
  match: 'starts',
  prefixes: [prefix, prefix],
});

describe('ListUsers', () => {
  test.each(searchedTexts)('by %s, equal', async (name) => {
    const { sql, nodes } = explaining();
    await userList(sql).list(
      pool.id,
      { kind: 'text', name, match: 'equals', value: valueOf[name] },
      { limit: 60, after: undefined },
    );
    expectIndexed(nodes, indexOf[name]);
  });

  test.each(searchedTexts)('by %s, a prefix', async (name) => {
    const { sql, nodes } = explaining();
    await userList(sql).list(pool.id, beginning(name, valueOf[name].slice(0, -2)), { limit: 60, after: undefined });
    expectIndexed(nodes, indexOf[name]);
  });

  // An index alone is not enough: a scan must begin where the page does. The values here sort far behind the first ones.
  const late: [string, UserCondition | undefined, UserListKey | undefined][] = [
    ...searchedTexts.flatMap((name): typeof late => {
      return [
        [`by ${name}, a prefix`, beginning(name, valueOf[name].slice(0, -2)), undefined],
        [`by ${name}, a prefix, on`, beginning(name, valueOf[name].slice(0, 2)), [valueOf[name], 'sub-777']],
      ];
    }),
    ['all of them, on', undefined, [15_000_000, 'sub-15000']],
    ['by cognito:user_status, on', { kind: 'status', statuses: ['CONFIRMED'] }, ['CONFIRMED', 'sub-777']],
    ['by cognito:user_status, two', { kind: 'status', statuses: ['CONFIRMED', 'UNCONFIRMED'] }, ['CONFIRMED', 'sub-9']],
    ['by status, on', { kind: 'enabled', enabled: true }, ['', 'sub-777']],
  ];

  test.each(late)('%s: reads little more than the page', async (_what, condition, after) => {
    const { sql, nodes } = explaining('analyze, buffers, format json');
    await userList(sql).list(pool.id, condition, { limit: 10, after });
    const { 'Shared Hit Blocks': hit = 0, 'Shared Read Blocks': read = 0 } = nodes[0] ?? {};
    expect(hit + read).toBeGreaterThan(0);
    expect(hit + read).toBeLessThan(60);
  });

  const others: [string, UserCondition | undefined, string][] = [
    ['all of them', undefined, 'users_created'],
    ['by cognito:user_status', { kind: 'status', statuses: ['UNCONFIRMED'] }, 'users_status'],
    ['by status', { kind: 'enabled', enabled: false }, 'users_enabled'],
  ];

  test.each(others)('%s', async (_what, condition, index) => {
    const { sql, nodes } = explaining();
    await userList(sql).list(pool.id, condition, { limit: 60, after: undefined });
    expectIndexed(nodes, index);
  });
});

describe('one user', () => {
  test('by username, sub or alias', async () => {
    const { sql, nodes } = explaining();
    await users(sql).find(pool, 'user777@example.com');
    expectIndexed(nodes, 'users_pkey');
    expect(usedIndexes(nodes)).toEqual(expect.arrayContaining(['users_username', 'aliases_pkey']));
  });

  test('for a sign-in', async () => {
    const { sql, nodes } = explaining();
    await signIns(sql).find(pool, 'user777', { typedKey: 'key', deviceKey: 'device' });
    // The tables that are empty here are read as a whole: that is what an empty table costs least.
    expectIndexed(
      nodes.filter(
        ({ 'Relation Name': table }) =>
          !['passwords', 'attempts', 'software_tokens', 'devices', 'passkeys'].includes(table ?? ''),
      ),
      'users_pkey',
    );
  });

  test('with a code', async () => {
    const { sql, nodes } = explaining();
    await codes(sql).find(pool, 'user777', 'sign-up');
    expectIndexed(
      nodes.filter(({ 'Relation Name': table }) => table !== 'codes'),
      'users_pkey',
    );
  });

  test('of a token', async () => {
    const { sql, nodes } = explaining();
    await families(sql).ofToken(pool.id, 'sub-777', 'family');
    expectIndexed(
      nodes.filter(({ 'Relation Name': table }) => table !== 'families'),
      'users_pkey',
    );
  });
});

describe('groups', () => {
  test('the members of one', async () => {
    const { sql, nodes } = explaining();
    await groups(sql).members(pool.id, 'group1', { limit: 60, after: 'sub-1' });
    expectIndexed(nodes, 'group_members_pkey');
  });

  test('of a user', async () => {
    const { sql, nodes } = explaining();
    const user = { poolId: pool.id, sub: 'sub-777' } as Parameters<ReturnType<typeof groups>['ofUser']>[0];
    await groups(sql).ofUser(user, { limit: 60, after: undefined });
    expectIndexed(nodes, 'group_members_sub');
  });

  test('of a pool', async () => {
    const { sql, nodes } = explaining();
    await groups(sql).list(pool.id, { limit: 60, after: undefined });
    expectIndexed(nodes, 'groups_pkey');
  });
});

describe('the sessions of a user who signed in very often', () => {
  const user = { poolId: pool.id, sub: 'sub-777' };
  const now = new Date('2050-01-01T00:00:00Z');

  test('are listed', async () => {
    const { sql, nodes } = explaining();
    await trackedSessions(sql).list(user, 60, now);
    expectIndexed(nodes, 'families_sessions');
  });

  test('are made room among', async () => {
    const { sql, nodes } = explaining();
    await trackedSessions(sql).makeRoom(user, { id: 'family-1000' }, 5, now)(sql);
    expectIndexed(nodes, 'families_sessions');
  });

  test('are ended', async () => {
    const { sql, nodes } = explaining();
    await trackedSessions(sql).end(user, 'session-1000', now);
    expectIndexed(nodes, 'families_sessions');
  });
});

test('the pools whose signing keys change are found among all', async () => {
  const { sql, nodes } = explaining();
  const untouched = { forgetPool: () => undefined } as unknown as Configuration;
  await keyRotation(sql, {} as unknown as Vaults, untouched).advance(new Date(), new Date(), 100);
  expectIndexed(nodes, 'pool_keys_rotating');
});
