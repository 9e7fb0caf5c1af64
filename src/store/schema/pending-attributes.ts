import { pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { text } from './columns.js';

/** New e-mail addresses and phone numbers that replace a user's old ones once they are verified. */
export const pendingAttributes = pgTable(
  'pending_attributes',
  {
    poolId: text('pool_id').notNull(),
    sub: text('sub').notNull(),
    name: text('name').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ name: 'pending_attributes_pkey', columns: [table.poolId, table.sub, table.name] })],
);
