import { boolean, index, integer, pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { bytea, jsonb, text, texts, timestamptz } from './columns.js';

/** The first characters of a searchable attribute: long values would not fit into an index (see `domain/usernames.ts`). */
const searchable = (name: string) => text(name);

export const users = pgTable(
  'users',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    username: text('username').notNull(),
    /** The name as it is compared: folded in pools that ignore case. */
    usernameKey: text('username_key').notNull(),
    /** The user's key in `attempts`; an HMAC, so that known and unknown names look alike there. */
    attemptsKey: text('attempts_key').notNull(),
    status: text('status').notNull(),
    enabled: boolean('enabled').notNull(),
    /** No password then, and none to be had without an administrator. */
    passwordDisabled: boolean('password_disabled').notNull().default(false),
    attributes: jsonb<Record<string, string>>('attributes').notNull(),
    /** The second factors that the user has switched on, by the names of their challenges. */
    mfaEnabled: texts('mfa_enabled').notNull().default([]),
    mfaPreferred: text('mfa_preferred'),
    emailKey: searchable('email_key'),
    phoneNumberKey: searchable('phone_number_key'),
    preferredUsernameKey: searchable('preferred_username_key'),
    nameKey: searchable('name_key'),
    givenNameKey: searchable('given_name_key'),
    familyNameKey: searchable('family_name_key'),
    createdAt: timestamptz('created_at').notNull(),
    modifiedAt: timestamptz('modified_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'users_pkey', columns: [table.poolId, table.sub] }),
    uniqueIndex('users_username').on(table.poolId, table.usernameKey),
    index('users_created').on(table.poolId, table.createdAt, table.sub),
    index('users_status').on(table.poolId, table.status, table.sub),
    index('users_enabled').on(table.poolId, table.enabled, table.sub),
    index('users_email')
      .on(table.poolId, table.emailKey, table.sub)
      .where(sql`email_key is not null`),
    index('users_phone_number')
      .on(table.poolId, table.phoneNumberKey, table.sub)
      .where(sql`phone_number_key is not null`),
    index('users_preferred_username')
      .on(table.poolId, table.preferredUsernameKey, table.sub)
      .where(sql`preferred_username_key is not null`),
    index('users_name')
      .on(table.poolId, table.nameKey, table.sub)
      .where(sql`name_key is not null`),
    index('users_given_name')
      .on(table.poolId, table.givenNameKey, table.sub)
      .where(sql`given_name_key is not null`),
    index('users_family_name')
      .on(table.poolId, table.familyNameKey, table.sub)
      .where(sql`family_name_key is not null`),
  ],
);

/** Other names that lead to a user; the primary key settles who holds one. */
export const aliases = pgTable(
  'aliases',
  {
    poolId: text('pool_id').notNull(),
    key: text('key').notNull(),
    /** `email`, `phone_number` or `preferred_username`. */
    kind: text('kind').notNull(),
    sub: text('sub').notNull(),
  },
  (table) => [
    primaryKey({ name: 'aliases_pkey', columns: [table.poolId, table.key, table.kind] }),
    index('aliases_sub').on(table.poolId, table.sub),
  ],
);

export const passwords = pgTable(
  'passwords',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    /** An Argon2id hash in PHC form. */
    hash: text('hash').notNull(),
    /** Salt and verifier, sealed; null for imported hashes until the password is next seen in clear. */
    srp: bytea('srp'),
    /** When a temporary password stops working; null for a permanent one. */
    temporaryUntil: timestamptz('temporary_until'),
    setAt: timestamptz('set_at').notNull(),
  },
  (table) => [primaryKey({ name: 'passwords_pkey', columns: [table.poolId, table.sub] })],
);

/** Hashes of earlier permanent passwords, kept only while the pool's policy forbids their reuse. */
export const passwordHistory = pgTable(
  'password_history',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    setAt: timestamptz('set_at').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ name: 'password_history_pkey', columns: [table.poolId, table.sub, table.setAt, table.hash] }),
  ],
);

/** The newest code of a user for each purpose. */
export const codes = pgTable(
  'codes',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    purpose: text('purpose').notNull(),
    /** A keyed hash: a short code could be guessed from a plain one. */
    hash: bytea('hash').notNull(),
    /** The attribute and value that the code was sent to: using it verifies just that value. */
    attribute: text('attribute').notNull(),
    value: text('value').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'codes_pkey', columns: [table.poolId, table.sub, table.purpose] }),
    index('codes_expiry').on(table.expiresAt),
  ],
);

/** One row per sign-in, kept through refresh: revocation, global sign-out, sessions and rotation work on it. */
export const families = pgTable(
  'families',
  {
    poolId: text('pool_id').notNull(),
    /** The sign-in's event id, which all of its tokens carry. */
    id: text('id').notNull(),
    sub: text('sub').notNull(),
    clientId: text('client_id').notNull(),
    originJti: text('origin_jti').notNull(),
    /** Counts rotations; a refresh token of an older one was rotated out. */
    generation: integer('generation').notNull(),
    rotatedAt: timestamptz('rotated_at'),
    scopes: text('scopes').notNull(),
    authTime: timestamptz('auth_time').notNull(),
    /** The device that signed in, or the one that may be confirmed with these tokens. */
    deviceKey: text('device_key'),
    /** Of a device that may be confirmed with these tokens. */
    deviceGroupKey: text('device_group_key'),
    acr: text('acr'),
    /** Space-separated. */
    amr: text('amr'),
    /** How session operations call the sign-in; null when the pool did not track sessions then. */
    sessionId: text('session_id'),
    /** The program that signed in, as it called itself. */
    userAgent: text('user_agent'),
    lastIp: text('last_ip'),
    lastUsedAt: timestamptz('last_used_at').notNull(),
    /** When the refresh token stops working. */
    refreshUntil: timestamptz('refresh_until').notNull(),
    /** When no token of the family can be valid any more and the row may go. */
    expiresAt: timestamptz('expires_at').notNull(),
    endedAt: timestamptz('ended_at'),
  },
  (table) => [
    primaryKey({ name: 'families_pkey', columns: [table.poolId, table.id] }),
    index('families_sub').on(table.poolId, table.sub),
    index('families_client').on(table.poolId, table.clientId),
    // A user's sessions, however often the same user signed in and out.
    index('families_sessions')
      .on(table.poolId, table.sub, table.sessionId)
      .where(sql`session_id is not null and ended_at is null`),
    index('families_expiry').on(table.expiresAt),
  ],
);

/** Ids of sessions that were answered with success; each may be so only once. */
export const spentSessions = pgTable(
  'spent_sessions',
  { poolId: text('pool_id').notNull(), id: text('id').notNull(), expiresAt: timestamptz('expires_at').notNull() },
  (table) => [
    primaryKey({ name: 'spent_sessions_pkey', columns: [table.poolId, table.id] }),
    index('spent_sessions_expiry').on(table.expiresAt),
  ],
);

/** Expiring counters of failures and requests, shared by all replicas. */
export const attempts = pgTable(
  'attempts',
  {
    poolId: text('pool_id').notNull(),
    purpose: text('purpose').notNull(),
    key: text('key').notNull(),
    count: integer('count').notNull(),
    lockedUntil: timestamptz('locked_until'),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'attempts_pkey', columns: [table.poolId, table.purpose, table.key] }),
    index('attempts_expiry').on(table.expiresAt),
  ],
);
