import { join } from 'node:path';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { openEmbedded } from './pglite/open.js';
import { postgresPool, serverName, waitForServer } from './postgres.js';
import { onConnection, type Sql, sqlOver } from './sql.js';

/** What the store writes its warnings to; pino's loggers fit. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Which database to open, and how. */
export interface DatabaseOptions {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is opened. */
  url?: string;
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
  log: StoreLog;
}

/** An open, migrated database. */
export interface Database {
  readonly engine: 'postgres' | 'pglite';
  readonly sql: Sql;
  /** drizzle over the same connections. */
  readonly orm: NodePgDatabase;
  /** Resolves when the database answers; rejects when it does not, within the statement's deadline at the latest. */
  ping(): Promise<void>;
  /** Lets statements in flight finish, then closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date.
 * Throws a StartFailure when that is impossible: server unreachable, too old, of another program or a newer release, folder in use.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const { url, log, prepare = true } = options;
  const { pool, close } = url === undefined ? await embedded(options) : await server(options, url);
  // A broken connection is an event before it is anybody's failure, and an event nobody hears would end the process.
  const heard = (error: Error) => log.warn({ err: error }, 'A database connection broke');
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  pool.query = keepingConnections(pool);
  return {
    engine: url === undefined ? 'pglite' : 'postgres',
    sql: sqlOver(pool, { prepare }),
    orm: drizzle({ client: pool }),
    ping: async () => {
      await pool.query('select 1');
    },
    close,
  };
};

const embedded = ({ dataDir, statementDeadlineMilliseconds = defaultDeadlineMilliseconds }: DatabaseOptions) =>
  openEmbedded(join(dataDir, 'database'), statementDeadlineMilliseconds);

const server = async (options: DatabaseOptions, url: string) => {
  const { poolSize = 8, waitSeconds = 20, statementDeadlineMilliseconds = defaultDeadlineMilliseconds } = options;
  const pool = postgresPool({ url, poolSize, statementDeadlineMilliseconds });
  await waitForServer(pool, serverName(url), waitSeconds);
  return { pool, close: () => pool.end() };
};

const defaultDeadlineMilliseconds = 10_000;

/** pg's own `Pool.query` throws a connection away after any error, a unique violation included: drizzle would pay for each with a new one. */
const keepingConnections = (pool: pg.Pool): pg.Pool['query'] =>
  ((config: pg.QueryConfig, values?: unknown[]) =>
    onConnection(pool, (client) => client.query(config, values))) as pg.Pool['query'];
