import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { PoolMfa, PoolSessionConfiguration, PoolSettings } from '#domain/pool.js';
import { bytea, jsonb, text, timestamptz } from './columns.js';

export const userPools = pgTable(
  'user_pools',
  {
    id: text('id').notNull(),
    account: text('account').notNull(),
    region: text('region').notNull(),
    name: text('name').notNull(),
    /** As AWS returns it, whole. */
    settings: jsonb<PoolSettings>('settings').notNull(),
    /** As GetUserPoolMfaConfig returns it, but for `MfaConfiguration`, which is a setting. */
    mfa: jsonb<PoolMfa>('mfa').notNull().default({}),
    /** As GetUserPoolSessionConfiguration returns it; empty when it was never set. */
    sessionConfiguration: jsonb<PoolSessionConfiguration>('session_configuration').notNull().default({}),
    /** Counts every change of the pool and of its keys: what caches compare. */
    version: integer('version').notNull(),
    createdAt: timestamptz('created_at').notNull(),
    modifiedAt: timestamptz('modified_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'user_pools_pkey', columns: [table.id] }),
    index('user_pools_created').on(table.account, table.region, table.createdAt, table.id),
  ],
);

/** The keys of a pool: two pairs that sign tokens, and one secret for derived values. */
export const poolKeys = pgTable(
  'pool_keys',
  {
    poolId: text('pool_id').notNull(),
    /** The `kid` of a signing key. */
    id: text('id').notNull(),
    /** `id` and `access`: which tokens it signs; `derive`: simulated users and the like. */
    use: text('use').notNull(),
    /** `next`: published, signs nothing yet; `active`: signs; `retired`: still verifies. */
    status: text('status').notNull(),
    /** Nothing is signed with it earlier. */
    notBefore: timestamptz('not_before').notNull(),
    /** When a retired key stops verifying. */
    notAfter: timestamptz('not_after'),
    /** Null for `derive`. */
    publicJwk: jsonb<Record<string, string>>('public_jwk'),
    /** The private key (PKCS #8, DER) or the secret, sealed. */
    sealed: bytea('sealed').notNull(),
  },
  (table) => [
    primaryKey({ name: 'pool_keys_pkey', columns: [table.poolId, table.id] }),
    // The few that a rotation is not done with.
    index('pool_keys_rotating')
      .on(table.poolId)
      .where(sql`status <> 'active'`),
  ],
);

/** Users of a pool, as far as their deltas have been folded into one number. */
export const userCounts = pgTable(
  'user_counts',
  { poolId: text('pool_id').notNull(), count: bigint('count', { mode: 'number' }).notNull() },
  (table) => [primaryKey({ name: 'user_counts_pkey', columns: [table.poolId] })],
);

/** Users that came (1) and went (-1) since the last folding: one row each, so that no row is hot. */
export const userCountDeltas = pgTable(
  'user_count_deltas',
  { poolId: text('pool_id').notNull(), id: text('id').notNull(), delta: integer('delta').notNull() },
  (table) => [primaryKey({ name: 'user_count_deltas_pkey', columns: [table.poolId, table.id] })],
);

/** Pools and clients that are gone, whose rows in large tables are still being deleted. */
export const removals = pgTable(
  'removals',
  {
    poolId: text('pool_id').notNull(),
    /** Empty: the pool as a whole. */
    clientId: text('client_id')
      .notNull()
      .default(sql`''`),
    removedAt: timestamptz('removed_at').notNull(),
  },
  (table) => [primaryKey({ name: 'removals_pkey', columns: [table.poolId, table.clientId] })],
);
