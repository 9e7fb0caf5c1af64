import { addSeconds } from '#lib/clock.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** What is counted: requests of one kind to one pool (or of one account, where there is no pool) within one second. */
export interface RateWindow {
  readonly scope: string;
  readonly bucket: string;
  /** Seconds since the epoch. */
  readonly second: number;
}

const taken = statement<
  { scope: string; purpose: string; key: string; wanted: number; limit: number; until: Date },
  { count: number }
>(
  'request-rates.take',
  `insert into attempts (pool_id, purpose, key, count, locked_until, expires_at)
   values (:scope, :purpose, :key, :wanted::int, null, :until::timestamptz)
   on conflict (pool_id, purpose, key) do update set count = attempts.count + excluded.count
   where attempts.count < :limit::int
   returning count`,
);

/** Counters of requests, a row for each second, so that none is hot for longer; all processes share them. */
export const requestRates = (sql: Sql) => ({
  /** Takes up to `wanted` of the `limit` requests of a second, and says how many it got. One atomic statement. */
  async take({ scope, bucket, second }: RateWindow, limit: number, wanted: number): Promise<number> {
    const asked = Math.min(wanted, limit);
    const [row] = await sql.query(taken, {
      scope,
      purpose: `requests ${bucket}`,
      key: String(second),
      wanted: asked,
      limit,
      until: addSeconds(new Date(second * 1000), keptSeconds),
    });
    return row ? asked - Math.max(0, row.count - limit) : 0;
  },
});

/** The clocks of replicas differ. */
const keptSeconds = 60;
