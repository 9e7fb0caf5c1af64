import { existsSync } from 'node:fs';
import pg from 'pg';
import { StartFailure } from '#lib/start-failure.js';
import { closePool } from '#store/sql.js';
import { EmbeddedConnection } from './connection.js';
import { makeFolder } from './folder.js';
import { type DatabaseThread, startThread } from './thread.js';

/** The embedded database behind the same kind of pool as a server. */
export interface EmbeddedDatabase {
  pool: pg.Pool;
  /** Closes the database's files and ends its thread. */
  close: () => Promise<void>;
}

/**
 * Opens the embedded database of a folder, which is made when it is missing. The caller holds the folder's lock.
 * The pool has the one connection that PGlite offers: a transaction holds it, everybody else queues.
 * Throws a StartFailure when the database does not start.
 */
export const openEmbedded = async (
  folder: string,
  statementDeadlineMilliseconds: number,
): Promise<EmbeddedDatabase> => {
  const threads = threadsOf(folder);
  try {
    if (!existsSync(folder)) await makeFolder(folder);
    await threads.first();
  } catch (error) {
    throw new StartFailure(`The embedded database in ${folder} does not start: ${reason(error)}.`, { cause: error });
  }
  const pool = new pg.Pool({
    stream: () => new EmbeddedConnection(threads.next()),
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectDeadlineMilliseconds,
    query_timeout: statementDeadlineMilliseconds,
    // Named, so that no PG* variable of the environment steps in.
    host: 'embedded',
    user: 'postgres',
    password: '',
    database: 'postgres',
    ssl: false,
  });
  return {
    pool,
    close: async () => {
      await closePool(pool);
      await threads.close();
    },
  };
};

/** Waiting for the one connection, or for a new thread. */
const connectDeadlineMilliseconds = 15_000;

/** Hands out threads one after the other: the next one starts when the one before has let go of the folder. */
const threadsOf = (folder: string) => {
  let latest: Promise<DatabaseThread> | undefined;
  let waiting: Promise<DatabaseThread> | undefined;
  const ended = async () => {
    const thread = await latest?.catch(() => undefined);
    await thread?.ended;
  };
  return {
    /** Starts the thread that `next` will return first, ahead of any connection's deadline. */
    async first() {
      latest = startThread(folder);
      waiting = latest;
      await latest;
    },
    next(): Promise<DatabaseThread> {
      const thread = waiting ?? ended().then(() => startThread(folder));
      waiting = undefined;
      latest = thread;
      return thread;
    },
    async close() {
      // Nobody may have come for the first one.
      await (await waiting)?.close();
      await ended();
    },
  };
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
