import { join } from 'node:path';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Log } from '#lib/log.js';
import { lockFolder } from './folder-lock.js';
import { migrate } from './migrate.js';
import { packageMigrations } from './migration-files.js';
import { openEmbedded } from './pglite/open.js';
import { vacuum } from './pglite/vacuum.js';
import { postgresPool, serverName, waitForServer } from './postgres.js';
import { closePool, onConnection, type Sql, sqlOver } from './sql.js';

/** Which database to open, and how. */
export interface DatabaseOptions {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is opened. */
  url?: string | undefined;
  dataDir: string;
  /** Connections to a server. Default: 8. The embedded database always has one. */
  poolSize?: number;
  /** Whether statements are prepared by name. Default: true. */
  prepare?: boolean;
  /** Where the migrations are. Default: the package's own. */
  migrationsFolder?: string;
  /** How long to wait for a server. Default: 20. */
  waitSeconds?: number;
  /** How long a statement may take. Default: 10,000. */
  statementDeadlineMilliseconds?: number;
  log: Log;
}

/** An open, migrated database. */
export interface Database {
  readonly engine: 'postgres' | 'pglite';
  readonly sql: Sql;
  /** drizzle over the same connections. */
  readonly orm: NodePgDatabase;
  /** Resolves when the database answers; rejects when it does not, within the statement's deadline at the latest. */
  readonly ping: () => Promise<void>;
  /** Lets statements in flight finish, then closes every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the database and brings its tables up to date.
 * Throws a StartFailure when that is impossible: server unreachable, too old, of another program or a newer release, folder in use.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const { log, prepare = true, migrationsFolder = packageMigrations } = options;
  const { engine, name, pool, ready, close } =
    options.url === undefined ? await embedded(options) : server(options, options.url);
  // A broken connection is an event before it is anybody's failure, and an event that nobody hears would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ reason: error.message }, 'A database connection broke')),
  );
  // A connection that breaks while idle is reported a second time here; the event above has logged it.
  pool.on('error', () => undefined);
  pool.query = keepingConnections(pool);
  try {
    await ready();
    await migrate(pool, { folder: migrationsFolder, name, log });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine,
    sql: sqlOver(pool, { prepare }),
    orm: drizzle({ client: pool }),
    ping: async () => {
      await pool.query('select 1');
    },
    close,
  };
};

/** One of the two engines, not migrated yet. */
interface Engine {
  engine: Database['engine'];
  /** How messages name it. */
  name: string;
  pool: pg.Pool;
  /** Waits for it. */
  ready: () => Promise<void>;
  close: () => Promise<void>;
}

const embedded = async ({ dataDir, statementDeadlineMilliseconds, log }: DatabaseOptions): Promise<Engine> => {
  const lock = await lockFolder(dataDir, log);
  try {
    const { pool, close } = await openEmbedded(
      join(dataDir, 'database'),
      statementDeadlineMilliseconds ?? defaultDeadlineMilliseconds,
    );
    const vacuuming = setInterval(() => {
      vacuum(pool).catch((error: unknown) => log.warn({ err: error }, 'The embedded database was not vacuumed'));
    }, vacuumMilliseconds).unref();
    return {
      engine: 'pglite',
      name: `embedded database in ${dataDir}`,
      pool,
      ready: async () => {},
      close: async () => {
        clearInterval(vacuuming);
        await close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const server = (options: DatabaseOptions, url: string): Engine => {
  const { poolSize = 8, waitSeconds = 20, statementDeadlineMilliseconds = defaultDeadlineMilliseconds } = options;
  const name = `database ${serverName(url)}`;
  const pool = postgresPool({ url, poolSize, statementDeadlineMilliseconds });
  return {
    engine: 'postgres',
    name,
    pool,
    ready: () => waitForServer(pool, name, waitSeconds),
    close: () => closePool(pool),
  };
};

const defaultDeadlineMilliseconds = 10_000;
const vacuumMilliseconds = 3_600_000;

/** pg's own `Pool.query` throws a connection away after any error, a unique violation included: drizzle would pay for each with a new one. */
const keepingConnections = (pool: pg.Pool): pg.Pool['query'] =>
  ((config: pg.QueryConfig, values?: unknown[]) =>
    onConnection(pool, (client) => client.query(config, values))) as pg.Pool['query'];
