import { integer, pgTable } from 'drizzle-orm/pg-core';
import type { AccessPolicy } from '#domain/access-policy.js';
import { bytea, jsonb, text, timestamptz } from './columns.js';

/** Keys that sign requests, beside the root key of the configuration. */
export const accessKeys = pgTable('access_keys', {
  id: text('id').primaryKey(),
  account: text('account').notNull(),
  /** The only region that the key may be used in; null for any. */
  region: text('region'),
  /** The name in the principal's ARN. */
  principal: text('principal').notNull(),
  /** Sealed for the scope `system`: signatures are verified with the secret itself. */
  secret: bytea('secret').notNull(),
  policy: jsonb<AccessPolicy>('policy').notNull(),
  /** `active` or `inactive`. */
  status: text('status').notNull(),
  /** Counts changes, so that processes notice them. */
  version: integer('version').notNull(),
  createdAt: timestamptz('created_at').notNull(),
});
