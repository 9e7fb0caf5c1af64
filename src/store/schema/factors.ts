import { bigint, boolean, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { bytea, text, texts, timestamptz } from './columns.js';

/** A user's authenticator app: the registration that works, and one under way that would replace it. */
export const softwareTokens = pgTable(
  'software_tokens',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    /** The key, sealed; null until the first one is verified. */
    secret: bytea('secret'),
    friendlyName: text('friendly_name'),
    /** The latest 30-second step whose code was used: that one and earlier ones never work again. */
    lastStep: bigint('last_step', { mode: 'number' }),
    /** A key that was handed out and not verified yet, sealed. */
    pending: bytea('pending'),
  },
  (table) => [primaryKey({ name: 'software_tokens_pkey', columns: [table.poolId, table.sub] })],
);

/** Codes that were sent within a sign-in: each belongs to one challenge. */
export const signInCodes = pgTable(
  'sign_in_codes',
  {
    poolId: text('pool_id').notNull(),
    /** The id of the attempt that was asked. */
    id: text('id').notNull(),
    /** A keyed hash: a short code could be guessed from a plain one. */
    hash: bytea('hash').notNull(),
    /** Wrong answers so far. */
    failures: integer('failures').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'sign_in_codes_pkey', columns: [table.poolId, table.id] }),
    index('sign_in_codes_expiry').on(table.expiresAt),
  ],
);

/** Devices that users confirmed. */
export const devices = pgTable(
  'devices',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    key: text('key').notNull(),
    groupKey: text('group_key').notNull(),
    name: text('name'),
    /** The device's SRP salt and verifier, sealed. */
    srp: bytea('srp').notNull(),
    remembered: boolean('remembered').notNull(),
    lastIp: text('last_ip'),
    createdAt: timestamptz('created_at').notNull(),
    modifiedAt: timestamptz('modified_at').notNull(),
    authenticatedAt: timestamptz('authenticated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'devices_pkey', columns: [table.poolId, table.sub, table.key] }),
    index('devices_created').on(table.poolId, table.sub, table.createdAt, table.key),
  ],
);

/** Passkeys that users registered. */
export const passkeys = pgTable(
  'passkeys',
  {
    poolId: text('pool_id').notNull(),
    /** The credential's id, in base64url. */
    id: text('id').notNull(),
    sub: text('sub').notNull(),
    relyingPartyId: text('relying_party_id').notNull(),
    /** In COSE form. */
    publicKey: bytea('public_key').notNull(),
    /** The authenticator's counter; 0 when it has none. */
    signCount: bigint('sign_count', { mode: 'number' }).notNull(),
    friendlyName: text('friendly_name').notNull(),
    /** `platform` or `cross-platform`; null when the authenticator did not say. */
    attachment: text('attachment'),
    transports: texts('transports').notNull(),
    createdAt: timestamptz('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'passkeys_pkey', columns: [table.poolId, table.id] }),
    index('passkeys_created').on(table.poolId, table.sub, table.createdAt, table.id),
  ],
);

/** The registration of a passkey that a user began: one at a time. */
export const passkeyRegistrations = pgTable(
  'passkey_registrations',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    clientId: text('client_id').notNull(),
    challenge: text('challenge').notNull(),
    relyingPartyId: text('relying_party_id').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'passkey_registrations_pkey', columns: [table.poolId, table.sub] }),
    index('passkey_registrations_expiry').on(table.expiresAt),
  ],
);

/** What sign-ins remember that their sessions cannot carry: histories of custom challenges that outgrew them, and more. */
export const customChallengeHistories = pgTable(
  'custom_challenge_histories',
  {
    poolId: text('pool_id').notNull(),
    id: text('id').notNull(),
    sealed: bytea('sealed').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'custom_challenge_histories_pkey', columns: [table.poolId, table.id] }),
    index('custom_challenge_histories_expiry').on(table.expiresAt),
  ],
);
