import type { ResourceServerScopeType } from '@aws-sdk/client-cognito-identity-provider';
import { pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { jsonb, text } from './columns.js';

/** APIs of the operator's own, whose scopes access tokens may carry. */
export const resourceServers = pgTable(
  'resource_servers',
  {
    poolId: text('pool_id').notNull(),
    identifier: text('identifier').notNull(),
    name: text('name').notNull(),
    scopes: jsonb<ResourceServerScopeType[]>('scopes').notNull(),
  },
  (table) => [primaryKey({ name: 'resource_servers_pkey', columns: [table.poolId, table.identifier] })],
);
