import type pg from 'pg';

/**
 * A row of `poolhouse_migration_lease` says whose turn it is to migrate. It runs out by itself, so that a killed process holds
 * nobody up; and a transaction that renews it keeps it locked, so that nobody else's turn comes before the transaction ends.
 */
type Connection = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

/** Takes the lease when nobody has it, or who had it let it run out. False otherwise; never waits. */
export const takeLease = (connection: Connection, holder: string): Promise<boolean> =>
  changes(
    connection,
    `update poolhouse_migration_lease set holder = $1, expires_at = now() + interval '30 seconds'
     where id in (select id from poolhouse_migration_lease where expires_at < now() for update skip locked)`,
    holder,
  );

/** Prolongs the lease. False when somebody else has it by now. */
export const renewLease = (connection: Connection, holder: string): Promise<boolean> =>
  changes(
    connection,
    `update poolhouse_migration_lease set expires_at = now() + interval '30 seconds' where holder = $1`,
    holder,
  );

/** Gives the lease back. */
export const releaseLease = (connection: Connection, holder: string): Promise<boolean> =>
  changes(connection, `update poolhouse_migration_lease set expires_at = '-infinity' where holder = $1`, holder);

const changes = async (connection: Connection, text: string, holder: string): Promise<boolean> => {
  const { rowCount } = await connection.query(text, [holder]);
  return rowCount === 1;
};
