import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { ClientSessionConfiguration, ClientSettings } from '#domain/client.js';
import { bytea, jsonb, text, timestamptz } from './columns.js';

export const clients = pgTable(
  'clients',
  {
    poolId: text('pool_id').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** As AWS returns it, whole. */
    settings: jsonb<ClientSettings>('settings').notNull(),
    /** As GetUserPoolClientSessionConfiguration returns it; empty when it was never set. */
    sessionConfiguration: jsonb<ClientSessionConfiguration>('session_configuration').notNull().default({}),
    /** Counts every change of the client and of its secrets: what caches compare. */
    version: integer('version').notNull(),
    createdAt: timestamptz('created_at').notNull(),
    modifiedAt: timestamptz('modified_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'clients_pkey', columns: [table.poolId, table.id] }),
    index('clients_created').on(table.poolId, table.createdAt, table.id),
  ],
);

/** Which pool a client id belongs to: public requests name the client alone. */
export const clientsById = pgTable(
  'clients_by_id',
  { id: text('id').notNull(), poolId: text('pool_id').notNull() },
  (table) => [
    primaryKey({ name: 'clients_by_id_pkey', columns: [table.id] }),
    index('clients_by_id_pool').on(table.poolId),
  ],
);

/** The secrets of confidential clients, up to two each while they are changed. */
export const clientSecrets = pgTable(
  'client_secrets',
  {
    poolId: text('pool_id').notNull(),
    clientId: text('client_id').notNull(),
    id: text('id').notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: timestamptz('created_at').notNull(),
  },
  (table) => [primaryKey({ name: 'client_secrets_pkey', columns: [table.poolId, table.clientId, table.id] })],
);
