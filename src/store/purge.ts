import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** Deletes up to `limit` rows that expired before `now`, the longest expired first, and says how many there were. */
export type Purge = (now: Date, limit: number) => Promise<number>;

/**
 * What purges a table that has a column `expires_at`, under an index of its own; `key` are the columns of its primary key. A row that
 * somebody changes meanwhile is left alone: it may be good again after that.
 */
export const purgeOf = (table: string, key: string): ((sql: Sql) => Purge) => {
  const purged = statement<{ now: Date; limit: number }, { count: number }>(
    `purge.${table}`,
    `with gone as (
       delete from ${table} where (${key}) in (
         select ${key} from ${table} where expires_at < :now order by expires_at limit :limit for update skip locked)
       returning 1)
     select count(*)::int as count from gone`,
  );
  return (sql) => async (now, limit) => (await sql.query(purged, { now, limit }))[0]?.count ?? 0;
};
