import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { bytea, jsonb, text, timestamptz } from './columns.js';

/** Messages to users: written in the statement that stores what they announce, delivered after it. */
export const outbox = pgTable(
  'outbox',
  {
    poolId: text('pool_id').notNull(),
    id: text('id').notNull(),
    kind: text('kind').notNull(),
    medium: text('medium').notNull(),
    /** `pending`; then `sent`, `kept` (in the local inbox: nothing sends this medium) or `failed`. */
    state: text('state').notNull(),
    /** In clear while the message is pending or kept, as in the user's own row; masked once it is sent or has failed. */
    destination: text('destination').notNull(),
    /** What the message is rendered from, less its secret; emptied with the end of `pending`. */
    payload: jsonb<Record<string, unknown>>('payload').notNull(),
    /** The code or temporary password, sealed; gone with the end of `pending`. */
    secret: bytea('secret'),
    /** The rendered message, sealed: of a kept one, and of a pending one that was tried before. */
    rendered: bytea('rendered'),
    /** Attempts begun. Whoever began the latest one may write its outcome, nobody else. */
    attempts: integer('attempts').notNull(),
    /** When the next attempt may begin: the back-off after a failed one, or the end of the lease of one under way. */
    dueAt: timestamptz('due_at').notNull(),
    /** After this no attempt begins: the code is worthless, or a day has passed. */
    giveUpAt: timestamptz('give_up_at').notNull(),
    createdAt: timestamptz('created_at').notNull(),
    /** When it was sent, kept or failed. */
    doneAt: timestamptz('done_at'),
    /** Why the last attempt failed; never holds the message's text or its full destination. */
    lastError: text('last_error'),
  },
  (table) => [
    primaryKey({ name: 'outbox_pkey', columns: [table.poolId, table.id] }),
    index('outbox_due')
      .on(table.dueAt)
      .where(sql`state = 'pending'`),
    index('outbox_done')
      .on(table.createdAt, table.id)
      .where(sql`state <> 'pending'`),
  ],
);
