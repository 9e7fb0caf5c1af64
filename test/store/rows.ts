import type { Family } from '#domain/family.js';
import type { Pool } from '#domain/pool.js';
import { newPoolSettings } from '#domain/pool-defaults.js';
import type { NewUser } from '#store/new-rows.js';
import type { PasswordChange } from '#store/password-changes.js';
import type { Settlement } from '#store/settlements.js';
import type { Sql } from '#store/sql.js';
import { users } from '#store/users.js';

export const now = new Date('2026-01-01T00:00:00Z');

/** A pool as the store sees it: whether it has a row matters to few statements. */
export const pool: Pool = {
  id: 'us-east-1_Races0001',
  account: '000000000000',
  region: 'us-east-1',
  name: 'races',
  createdAt: now,
  modifiedAt: now,
  mfa: {},
  sessionConfiguration: {},
  settings: newPoolSettings({ PoolName: 'races', AliasAttributes: ['email', 'preferred_username'] }),
};

export const newUser = (name: string, more: Partial<NewUser> = {}): NewUser => ({
  sub: `sub-of-${name}`,
  username: name,
  attemptsKey: `key-of-${name}`,
  status: 'CONFIRMED',
  attributes: {},
  createdAt: now,
  ...more,
});

/** Stores a user and tells the sub. */
export const register = async (sql: Sql, name: string, more: Partial<NewUser> = {}): Promise<string> =>
  (await users(sql).register(pool, newUser(name, more), undefined, [])).sub;

/** What a sign-in leaves behind that proved nothing which is looked at again. */
export const signIn = (sub: string, id: string, more: Partial<Settlement> = {}): Settlement => ({
  poolId: pool.id,
  sub,
  now,
  attemptsKey: undefined,
  provenSetAt: undefined,
  spends: [],
  spentUntil: now,
  family: family(sub, id),
  password: undefined,
  effects: [],
  ...more,
});

const family = (sub: string, id: string): Family => ({
  poolId: pool.id,
  id,
  sub,
  clientId: 'client',
  originJti: 'jti',
  generation: 0,
  rotatedAt: undefined,
  scopes: '',
  authTime: now,
  deviceKey: undefined,
  deviceGroupKey: undefined,
  acr: undefined,
  amr: undefined,
  sessionId: `session-${id}`,
  userAgent: undefined,
  lastIp: undefined,
  lastUsedAt: now,
  refreshUntil: new Date('2026-02-01T00:00:00Z'),
  expiresAt: new Date('2026-02-01T00:00:00Z'),
});

/** A permanent password. */
export const password = (hash: string, more: Partial<PasswordChange> = {}): PasswordChange => ({
  hash,
  srp: Buffer.from('srp'),
  temporaryUntil: null,
  status: 'CONFIRMED',
  attributes: undefined,
  aliases: [],
  lostAliases: [],
  remembers: 5,
  ...more,
});
