import type pg from 'pg';
import { withDeadline } from '#store/sql.js';

/**
 * Frees the space of deleted and replaced rows where they are more than a fifth of a table: what autovacuum does on a server, and
 * what nothing does in PGlite, which has no background processes. Everybody else waits for one table at a time.
 */
export const vacuum = async (pool: pg.Pool): Promise<void> => {
  const { rows } = await pool.query<{ name: string }>(worthwhile);
  for (const { name } of rows) await pool.query(withDeadline(`vacuum (analyze) ${name}`, tableMilliseconds));
};

// The thresholds are autovacuum's own.
const worthwhile = `
  select quote_ident(schemaname) || '.' || quote_ident(relname) as name from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup`;

const tableMilliseconds = 600_000;
