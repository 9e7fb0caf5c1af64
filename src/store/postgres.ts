import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartFailure } from '#lib/start-failure.js';

/** How a PostgreSQL server is reached. */
export interface PostgresOptions {
  url: string;
  poolSize: number;
  statementDeadlineMilliseconds: number;
}

/**
 * A pool of connections to a PostgreSQL server. It opens them as they are needed, so nothing is known of the server yet.
 * Throws a StartFailure when the URL is none.
 */
export const postgresPool = ({ url, poolSize, statementDeadlineMilliseconds }: PostgresOptions): pg.Pool => {
  serverName(url);
  return new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectDeadlineMilliseconds,
    idleTimeoutMillis: 60_000,
    // Connections move to a new server behind the same name within this time.
    maxLifetimeSeconds: 1800,
    // The client's clock, since a start-up option for the server's would not pass PgBouncer.
    query_timeout: statementDeadlineMilliseconds,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: 'poolhouse',
  });
};

/**
 * How a message names the server: `host:port/database`, without user and password. Throws a StartFailure when the URL is none.
 * A Unix socket may be written `postgres://user@/database?host=/folder`, which no URL parser takes.
 */
export const serverName = (url: string): string => {
  const whole = url.replace('@/', '@localhost/');
  const parsed = URL.canParse(whole) ? new URL(whole) : undefined;
  if (parsed?.protocol !== 'postgres:' && parsed?.protocol !== 'postgresql:') {
    throw new StartFailure('DATABASE_URL is not a URL of the form postgres://user:password@host:5432/database.');
  }
  const host = parsed.searchParams.get('host') ?? (parsed.hostname || 'localhost');
  return `${host}:${parsed.port || '5432'}${parsed.pathname}`;
};

/** Waits until the server answers, then refuses one that is too old. Throws a StartFailure after `waitSeconds`, or at once when waiting cannot help. */
export const waitForServer = async (pool: pg.Pool, name: string, waitSeconds: number): Promise<void> => {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const failure = await attempt(pool);
    if (!failure) return;
    if (failure instanceof StartFailure) throw failure;
    const lasting = lastingFailures[codeOf(failure)];
    if (lasting) throw new StartFailure(`The ${name} ${lasting}.`, { cause: failure });
    if (Date.now() >= deadline) {
      throw new StartFailure(`The ${name} did not answer within ${waitSeconds} s: ${describe(failure)}.`, {
        cause: failure,
      });
    }
    await pause(Math.min(retryMilliseconds, Math.max(0, deadline - Date.now())));
  }
};

const connectDeadlineMilliseconds = 5_000;
const retryMilliseconds = 500;
const oldestVersion = 14;

const lastingFailures: Readonly<Record<string, string>> = {
  '28000': 'does not let this user in',
  '28P01': 'refuses the password in DATABASE_URL',
  '3D000': 'does not exist on its server',
  '42501': 'refuses the privilege to connect',
};

const attempt = async (pool: pg.Pool): Promise<Error | undefined> => {
  try {
    const { rows } = await pool.query<{ server_version_num: string; server_version: string }>(
      `select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`,
    );
    const { server_version_num: number = '0', server_version: version = 'unknown' } = rows[0] ?? {};
    return Number(number) < oldestVersion * 10_000
      ? new StartFailure(`PostgreSQL ${version} is too old: Poolhouse needs version ${oldestVersion} or newer.`)
      : undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

// An error for several addresses of one name has no message of its own.
const describe = (error: Error): string =>
  error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0].message : error.message;
