import type { Sql } from './sql.js';
import { statement } from './statement.js';

const estimated = statement<{ poolId: string; mostDeltas: number }, { users: number }>(
  'user-counts.estimate',
  `select greatest(0,
     coalesce((select count from user_counts where pool_id = :poolId), 0) +
     coalesce((select sum(delta) from (select delta from user_count_deltas where pool_id = :poolId limit :mostDeltas) as recent), 0)
   )::int8 as users`,
);

const folded = statement<{ limit: number }, { count: number }>(
  'user-counts.fold',
  `with taken as (
     delete from user_count_deltas where (pool_id, id) in (
       select pool_id, id from user_count_deltas order by pool_id, id limit :limit for update skip locked)
     returning pool_id, delta
   ), sums as (
     insert into user_counts (pool_id, count) select pool_id, sum(delta) from taken group by pool_id order by pool_id
     on conflict (pool_id) do update set count = user_counts.count + excluded.count
   )
   select count(*)::int as count from taken`,
);

/** How many users pools have: an estimate that never counts rows. Statements that add or delete users leave a delta each. */
export const userCounts = (sql: Sql) => ({
  /** The number of a pool's users, a little late when very many came or went since the last folding. */
  async estimate(poolId: string): Promise<number> {
    return (await sql.query(estimated, { poolId, mostDeltas }))[0]?.users ?? 0;
  },

  /** Folds up to `limit` deltas into the numbers of their pools, and says how many there were. Safe to run twice at once. */
  async fold(limit: number): Promise<number> {
    return (await sql.query(folded, { limit }))[0]?.count ?? 0;
  },
});

const mostDeltas = 10_000;
