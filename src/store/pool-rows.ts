import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** A row of `user_pools`. */
export interface PoolRow extends Pool {
  readonly version: number;
}

/** Whose pools a signed request sees: those of its access key's account, in the region that it is signed for. */
export interface PoolScope {
  readonly account: string;
  readonly region: string;
}

export const poolColumns = `id, account, region, name, settings, mfa, session_configuration, version,
  created_at, modified_at`;

const found = statement<{ id: string }, PoolRow>('pools.find', `select ${poolColumns} from user_pools where id = :id`);

const foundVersion = statement<{ id: string }, { version: number }>(
  'pools.version',
  'select version from user_pools where id = :id',
);

const lockedForAddition = statement<{ poolId: string }, { id: string }>(
  'pools.lock-for-addition',
  'select id from user_pools where id = :poolId for no key update',
);

/** The pool as the database has it. */
export const readPool = async (sql: Sql, id: string): Promise<PoolRow | undefined> =>
  (await sql.query(found, { id }))[0];

/** Its version alone. */
export const readPoolVersion = async (sql: Sql, id: string): Promise<number | undefined> =>
  (await sql.query(foundVersion, { id }))[0]?.version;

/** What look-ups of a pool throw when there is none, or none that the caller may see. */
export const poolNotFound = (id: string) => ResourceNotFound(messages.poolNotFound(id));

/**
 * Has whoever else adds to what a pool may have only so many of wait until the transaction ends, and then count, in a statement of
 * his own, what the one before left; a deletion of the pool waits too. Throws ResourceNotFoundException when the pool is gone.
 */
export const lockPoolForAddition = async (transaction: Sql, poolId: string): Promise<void> => {
  if ((await transaction.query(lockedForAddition, { poolId })).length === 0) throw poolNotFound(poolId);
};
