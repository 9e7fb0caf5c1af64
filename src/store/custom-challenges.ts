import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** What is kept of a sign-in by custom challenges whose session has no room for it. */
export interface KeptChallenges {
  readonly poolId: string;
  readonly id: string;
  readonly sealed: Buffer;
  readonly expiresAt: Date;
}

const kept = statement<{ [K in keyof KeptChallenges]: KeptChallenges[K] }, never>(
  'custom-challenges.keep',
  `insert into custom_challenge_histories (pool_id, id, sealed, expires_at) values (:poolId, :id, :sealed, :expiresAt)`,
);

const found = statement<{ poolId: string; id: string; now: Date }, { sealed: Buffer }>(
  'custom-challenges.find',
  `select sealed from custom_challenge_histories where pool_id = :poolId and id = :id and expires_at > :now`,
);

const purged = statement<{ now: Date; limit: number }, { count: number }>(
  'custom-challenges.purge',
  `with gone as (
     delete from custom_challenge_histories where (pool_id, id) in (
       select pool_id, id from custom_challenge_histories where expires_at < :now order by expires_at limit :limit)
     returning 1)
   select count(*)::int as count from gone`,
);

/** What sign-ins by custom challenges remember that their sessions have no room for. */
export const customChallenges = (sql: Sql) => ({
  /** Keeps what one session remembers. */
  async keep(challenges: KeptChallenges): Promise<void> {
    await sql.query(kept, { ...challenges });
  },

  /** What was kept, sealed, unless it has expired. */
  async find(poolId: string, id: string, now: Date): Promise<Buffer | undefined> {
    return (await sql.query(found, { poolId, id, now }))[0]?.sealed;
  },

  /** Deletes up to `limit` that have expired and says how many there were. */
  async purge(now: Date, limit: number): Promise<number> {
    return (await sql.query(purged, { now, limit }))[0]?.count ?? 0;
  },
});
