import { sql } from 'drizzle-orm';
import { pgTable } from 'drizzle-orm/pg-core';
import { bytea, text, timestamptz } from './columns.js';

/** The key that protects one scope's secrets (a pool's id, or `system`), itself sealed with a master key. */
export const dataKeys = pgTable('data_keys', {
  scope: text('scope').primaryKey(),
  /** Hexadecimal; the boxes of this key carry it. */
  id: text('id').notNull(),
  /** Hexadecimal; which master key opens `wrapped`. */
  masterKeyId: text('master_key_id').notNull(),
  wrapped: bytea('wrapped').notNull(),
  createdAt: timestamptz('created_at')
    .notNull()
    .default(sql`now()`),
});

/** What the store knows about itself, such as the check value of the master key. */
export const meta = pgTable('meta', {
  name: text('name').primaryKey(),
  value: bytea('value').notNull(),
});
