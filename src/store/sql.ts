import type pg from 'pg';
import { breaksConnection, retryable } from './failures.js';
import { StatementQuery } from './statement-query.js';
import type { Statement } from './statement.js';

/** Runs statements: each on its own, or several as one transaction. */
export interface Sql {
  /**
   * Runs one statement and resolves to its rows. Fails with the driver's error when the database refuses it, cannot be reached or
   * passes the statement's deadline (`failures.ts` tells them apart). Outside a transaction, a statement that had to give way to
   * another one runs again by itself.
   */
  query<Params extends object, Row>(statement: Statement<Params, Row>, params: Params): Promise<Row[]>;
  /**
   * Runs `work` as one transaction: committed when it resolves, rolled back when it rejects. It runs again from its beginning
   * when it had to give way to another one, so it must do nothing but talk to the `sql` it is handed: on the embedded database
   * everybody else waits meanwhile. Within a transaction it joins the one that is open.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** How statements are run. */
export interface SqlOptions {
  /** Whether servers keep the statements prepared by name. */
  prepare: boolean;
}

/** An `Sql` over a pool of connections. */
export const sqlOver = (pool: pg.Pool, options: SqlOptions): Sql => ({
  query: (statement, params) =>
    retryable(() => onConnection(pool, (client) => run(client, options, statement, params))),
  transaction: (work) => retryable(() => onConnection(pool, (client) => inTransaction(client, options, work))),
});

/**
 * Lends `work` a connection, which goes back to the pool unless it broke meanwhile.
 * (The pool's own `query` throws a connection away after any error, a unique violation included.)
 */
export const onConnection = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(breaksConnection(error));
    throw error;
  }
};

/** Closes the pool once everybody who has or waits for a connection is done. (Its own `end` forgets who waits.) */
export const closePool = async (pool: pg.Pool): Promise<void> => {
  // Whoever waits is served in order. When that fails, it failed for them too.
  if (pool.waitingCount > 0) await onConnection(pool, async () => undefined).catch(() => undefined);
  await pool.end();
};

/** A statement with a deadline of its own in place of the pool's: pg takes one beside the text, which its types leave out. */
export const withDeadline = (text: string, milliseconds: number): pg.QueryConfig & { query_timeout: number } => ({
  text,
  query_timeout: milliseconds,
});

const run = async <Params extends object, Row>(
  client: pg.PoolClient,
  { prepare }: SqlOptions,
  statement: Statement<Params, Row>,
  params: Params,
): Promise<Row[]> => {
  try {
    return await new Promise((resolve, reject) => {
      const done = (failure: unknown, rows: Row[] = []) => (failure === null ? resolve(rows) : reject(failure));
      client.query(new StatementQuery(statement, params, prepare, done));
    });
  } catch (error) {
    // The driver's own leads to the socket only.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
};

const inTransaction = async <T>(
  client: pg.PoolClient,
  options: SqlOptions,
  work: (sql: Sql) => Promise<T>,
): Promise<T> => {
  const sql: Sql = {
    query: (statement, params) => run(client, options, statement, params),
    transaction: (inner) => inner(sql),
  };
  await client.query('begin');
  let result: T;
  try {
    result = await work(sql);
  } catch (error) {
    if (!breaksConnection(error)) await client.query('rollback');
    throw error;
  }
  // PostgreSQL answers a commit after a failed statement by rolling back, without an error.
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements failed');
  return result;
};
