import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { hasCode } from '#lib/error-code.js';
import type { Log } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { releaseLease, renewLease, takeLease } from './migration-lease.js';
import { type Migration, readMigrations } from './migration-files.js';
import { prepareForMigrations } from './migration-tables.js';
import { onConnection, withDeadline } from './sql.js';

/** What a migration run needs to know. */
export interface MigrateOptions {
  /** Where the files are. */
  folder: string;
  /** How messages name the database. */
  name: string;
  log: Log;
}

/**
 * Brings the database's tables up to date, once, however many processes start at the same time.
 * Throws a StartFailure for a database of another program, one that a newer release has migrated, and a file that does not apply.
 */
export const migrate = async (pool: pg.Pool, options: MigrateOptions): Promise<void> => {
  const migrations = await readMigrations(options.folder);
  const holder = randomUUID();
  try {
    await prepareForMigrations(pool, options.name);
    while ((await pending(pool, migrations, options.name)).length > 0) {
      if (await takeLease(pool, holder)) await takeTurn(pool, migrations, holder, options);
      else await pause(pollMilliseconds);
    }
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const problem = hasCode(error, insufficientPrivilege) ? 'lack a privilege' : 'cannot be brought up to date';
    throw new StartFailure(`The tables of the ${options.name} ${problem}: ${message}.`, { cause: error });
  }
};

const pollMilliseconds = 250;
const insufficientPrivilege = '42501';

/** Applies what is pending while this process has the lease. */
const takeTurn = async (pool: pg.Pool, migrations: readonly Migration[], holder: string, options: MigrateOptions) => {
  try {
    // Read again: somebody else may have finished just before this turn came.
    for (const migration of await pending(pool, migrations, options.name)) {
      const start = Date.now();
      const applied = await (migration.transactional ? applyInside : applyOutside)(
        pool,
        migration,
        holder,
        options.log,
      );
      if (!applied) return;
      options.log.info({ migration: migration.name, milliseconds: Date.now() - start }, 'Migrated the database');
    }
  } finally {
    await releaseLease(pool, holder).catch((error: unknown) =>
      options.log.warn({ err: error }, 'The migration lease could not be given back, and will run out'),
    );
  }
};

/** What is yet to be applied. */
const pending = async (pool: pg.Pool, migrations: readonly Migration[], name: string): Promise<Migration[]> => {
  const { rows } = await pool.query<{ name: string; checksum: string }>(
    'select name, checksum from poolhouse_migrations',
  );
  for (const applied of rows) {
    const known = migrations.find((migration) => migration.name === applied.name);
    if (!known) {
      throw new StartFailure(
        `The ${name} was migrated by a newer release of Poolhouse (${applied.name}): start that release or a later one.`,
      );
    }
    if (known.checksum !== applied.checksum) {
      throw new StartFailure(`The migration ${applied.name} was changed after it had been applied to the ${name}.`);
    }
  }
  return migrations.filter((migration) => !rows.some((applied) => applied.name === migration.name));
};

/** Applies a file as one transaction, which keeps the lease locked. False when the lease was lost. */
const applyInside = (pool: pg.Pool, migration: Migration, holder: string): Promise<boolean> =>
  onConnection(pool, async (client) => {
    await client.query('begin');
    try {
      const ours = await renewLease(client, holder);
      if (ours) {
        for (const text of migration.statements) await client.query(withDeadline(text, statementMilliseconds));
        await record(client, migration);
      }
      await client.query('commit');
      return ours;
    } catch (error) {
      await client.query('rollback');
      throw failed(migration, error);
    }
  });

/** Applies a file statement by statement, and renews the lease meanwhile. */
const applyOutside = async (pool: pg.Pool, migration: Migration, holder: string, log: Log): Promise<boolean> => {
  if (!(await renewLease(pool, holder))) return false;
  const renewal = setInterval(() => {
    renewLease(pool, holder).catch((error: unknown) => log.warn({ err: error }, 'The migration lease was not renewed'));
  }, renewalMilliseconds);
  try {
    await onConnection(pool, async (client) => {
      for (const text of migration.statements) await client.query(withDeadline(text, statementMilliseconds));
      await record(client, migration);
    });
    return true;
  } catch (error) {
    throw failed(migration, error);
  } finally {
    clearInterval(renewal);
  }
};

const renewalMilliseconds = 15_000;

const record = async (client: pg.PoolClient, { name, checksum }: Migration): Promise<void> => {
  await client.query('insert into poolhouse_migrations (name, checksum) values ($1, $2)', [name, checksum]);
};

/** A migration's statement may take as long as the data is large. */
const statementMilliseconds = 24 * 3_600_000;

const failed = (migration: Migration, error: unknown): unknown =>
  error instanceof Error && !hasCode(error, insufficientPrivilege)
    ? new Error(`${migration.name}: ${error.message}`, { cause: error })
    : error;
