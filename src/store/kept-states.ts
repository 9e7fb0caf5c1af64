import type { Effect } from './settlements.js';
import { purgeOf } from './purge.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** What is kept of a sign-in whose session cannot carry it. */
export interface KeptState {
  readonly poolId: string;
  readonly id: string;
  readonly sealed: Buffer;
  readonly expiresAt: Date;
}

// Custom challenges were the first to need the table.
const kept = statement<{ [K in keyof KeptState]: KeptState[K] }, never>(
  'kept-states.keep',
  `insert into custom_challenge_histories (pool_id, id, sealed, expires_at) values (:poolId, :id, :sealed, :expiresAt)`,
);

const found = statement<{ poolId: string; id: string; now: Date }, { sealed: Buffer }>(
  'kept-states.find',
  `select sealed from custom_challenge_histories where pool_id = :poolId and id = :id and expires_at > :now`,
);

const purge = purgeOf('custom_challenge_histories', 'pool_id, id');

/** Keeps what one session remembers, within the transaction that settles the step before. */
export const keepState =
  (state: KeptState): Effect =>
  async (sql) => {
    await sql.query(kept, { ...state });
  };

/** Where the state of this id is sealed for. */
export const keptStatePlace = (id: string) => ({ table: 'custom_challenge_histories', row: id, column: 'sealed' });

/** What sign-ins remember that their sessions cannot carry. */
export const keptStates = (sql: Sql) => ({
  /** Keeps what one session remembers. */
  keep: (state: KeptState): Promise<void> => keepState(state)(sql),

  /** What was kept, sealed, unless it has expired. */
  async find(poolId: string, id: string, now: Date): Promise<Buffer | undefined> {
    return (await sql.query(found, { poolId, id, now }))[0]?.sealed;
  },

  /** Deletes up to `limit` that have expired and says how many there were. */
  purge: purge(sql),
});
