import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { addSeconds } from '#lib/clock.js';
import { clientSecrets } from './schema/clients.js';
import { families } from './schema/users.js';
import type { Sql } from './sql.js';
import { statement, type Statement } from './statement.js';

interface Removal {
  poolId: string;
  /** Empty: the pool as a whole. */
  clientId: string;
  removedAt: Date;
}

type Batch = Statement<Removal & { limit: number }, { count: number }>;

const pending = statement<{ limit: number }, Removal>(
  'removals.pending',
  'select pool_id, client_id, removed_at from removals order by removed_at, pool_id, client_id limit :limit',
);

const done = statement<Removal, never>(
  'removals.done',
  'delete from removals where pool_id = :poolId and client_id = :clientId and removed_at = :removedAt',
);

/** A statement that deletes some of a removal's rows from one table. */
const batch = (owner: 'pool' | 'client', table: PgTable): Batch => {
  const { name, primaryKeys } = getTableConfig(table);
  const key = primaryKeys[0]?.columns.map((column) => column.name).join(', ');
  if (!key?.startsWith('pool_id')) throw new Error(`The primary key of ${name} does not begin with the pool's id`);
  const condition = owner === 'pool' ? 'pool_id = :poolId' : 'pool_id = :poolId and client_id = :clientId';
  return statement(
    `removals.${owner}.${name}`,
    `with gone as (
       delete from ${name} where (${key}) in (select ${key} from ${name} where ${condition} limit :limit) returning 1)
     select count(*)::int as count from gone`,
  );
};

/**
 * Deletes what removed pools and clients left in tables that grow with their users, in batches that never hold a long lock.
 * `poolTables` are those tables; their primary keys begin with the pool's id.
 */
export const removals = (sql: Sql, poolTables: readonly PgTable[]) => {
  const ofPool = poolTables.map((table) => batch('pool', table));
  const ofClient = [batch('client', families), batch('client', clientSecrets)];

  const deleteSome = async (removal: Removal, limit: number): Promise<number> => {
    let deleted = 0;
    for (const some of removal.clientId === '' ? ofPool : ofClient)
      deleted += (await sql.query(some, { ...removal, limit }))[0]?.count ?? 0;
    return deleted;
  };

  return {
    /**
     * Deletes up to `limit` rows of each table for each removal that is pending, and says how many rows that were: when none,
     * nothing is left for now. Safe to run twice at once.
     */
    async purge(now: Date, limit: number): Promise<number> {
      let deleted = 0;
      for (const removal of await sql.query(pending, { limit: mostRemovals })) {
        const some = await deleteSome(removal, limit);
        if (some === 0 && addSeconds(removal.removedAt, graceSeconds) <= now) await sql.query(done, removal);
        deleted += some;
      }
      return deleted;
    },
  };
};

const mostRemovals = 100;

// Another process may still know the pool for a second, and a request of it may still write.
const graceSeconds = 60;
