import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { text, timestamptz } from './columns.js';

export const groups = pgTable(
  'groups',
  {
    poolId: text('pool_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    roleArn: text('role_arn'),
    /** The lower, the more important; null comes last. */
    precedence: integer('precedence'),
    createdAt: timestamptz('created_at').notNull(),
    modifiedAt: timestamptz('modified_at').notNull(),
  },
  (table) => [primaryKey({ name: 'groups_pkey', columns: [table.poolId, table.name] })],
);

export const groupMembers = pgTable(
  'group_members',
  {
    poolId: text('pool_id').notNull(),
    groupName: text('group_name').notNull(),
    sub: text('sub').notNull(),
  },
  (table) => [
    primaryKey({ name: 'group_members_pkey', columns: [table.poolId, table.groupName, table.sub] }),
    index('group_members_sub').on(table.poolId, table.sub, table.groupName),
  ],
);
