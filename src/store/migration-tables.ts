import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { hasCode } from '#lib/error-code.js';
import { StartFailure } from '#lib/start-failure.js';

/**
 * Makes the tables in which migrations are kept, unless they are there.
 * Throws a StartFailure when the database holds somebody else's tables, or no schema that its user may use.
 */
export const prepareForMigrations = async (pool: pg.Pool, name: string): Promise<void> => {
  // One statement, one snapshot: another process may be making its first tables right now.
  const { rows } = await pool.query<{ schema: string | null; ours: boolean; other: string | null }>(lookAround);
  const found = rows[0];
  if (!found?.schema) throw new StartFailure(`The ${name} has no schema that its user may use.`);
  if (found.ours) return;
  if (found.other !== null) {
    throw new StartFailure(
      `The ${name} belongs to another program (it has a table ${found.other}): Poolhouse needs a database of its own.`,
    );
  }
  await makeTables(pool);
};

const lookAround = `
  select current_schema() as schema,
    to_regclass('poolhouse_migrations') is not null as ours,
    (select min(c.relname::text) from pg_class c
     where c.relnamespace = (select oid from pg_namespace where nspname = current_schema())
       and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and not exists (
         select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
       )) as other`;

const tables = `
  create table if not exists poolhouse_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now()
  );
  create table if not exists poolhouse_migration_lease (
    id integer primary key, holder text not null, expires_at timestamptz not null
  );
  insert into poolhouse_migration_lease (id, holder, expires_at) values (1, '', '-infinity') on conflict (id) do nothing`;

/** "If not exists" still fails when two do it at once: the loser looks again. */
const makeTables = async (pool: pg.Pool): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await pool.query(tables);
      return;
    } catch (error) {
      if (tries === mostTries || !hasCode(error, ...raceStates)) throw error;
      await pause(100 * tries);
    }
  }
};

const mostTries = 10;
// unique_violation (in the catalog), duplicate_table, duplicate_object, "tuple concurrently updated", serialization_failure
const raceStates = ['23505', '42P07', '42710', 'XX000', '40001'];
