import type { Pool } from '#domain/pool.js';
import type { Configuration } from './configuration.js';
import { newPoolKeyParams, newPoolKeyRows, type NewPoolKey, type NewPoolKeyParams } from './keys.js';
import { afterCreated, toPage, type CreatedKey, type Page, type PageRequest } from './page.js';
import { poolLookups } from './pool-lookups.js';
import { poolColumns, poolNotFound, type PoolRow, type PoolScope } from './pool-rows.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { DataKey } from './data-keys.js';
import type { Vaults } from './vault.js';

/** What an update leaves in place of the pool's name and settings; what is absent stays as it was. */
export type PoolChange = Partial<Pick<Pool, 'name' | 'settings' | 'mfa' | 'sessionConfiguration'>>;

type PoolId = PoolScope & { id: string };

// A pool id is not given away again while rows of its former owner are still being deleted.
const created = statement<Pool & NewPoolKeyParams & DataKeyParams, { id: string }>(
  'pools.create',
  `with pool as (
     insert into user_pools (id, account, region, name, settings, mfa, version, created_at, modified_at)
     select :id::text, :account, :region, :name, :settings::jsonb, :mfa::jsonb, 1, :createdAt::timestamptz, :modifiedAt::timestamptz
     where not exists (select 1 from removals where pool_id = :id::text)
     returning id
   ), data_key as (
     insert into data_keys (scope, id, master_key_id, wrapped)
     select id, :dataKeyId, :masterKeyId, :wrapped::bytea from pool
   ), keys as (
     insert into pool_keys (pool_id, id, use, status, not_before, public_jwk, sealed)
     select pool.id, key.id, key.use, key.status, key.not_before, key.public_jwk::jsonb, key.sealed
     from pool, ${newPoolKeyRows}
   )
   select id from pool`,
);

const ofScope = statement<PoolId, PoolRow>(
  'pools.of-scope',
  `select ${poolColumns} from user_pools where id = :id and account = :account and region = :region`,
);

const lockedOfScope = statement<PoolId, PoolRow>(
  'pools.lock',
  `select ${poolColumns} from user_pools where id = :id and account = :account and region = :region for update`,
);

const listed = statement<PoolScope & { afterCreatedAt: Date; afterId: string; limit: number }, PoolRow>(
  'pools.list',
  `select ${poolColumns} from user_pools
   where account = :account and region = :region and (created_at, id) > (:afterCreatedAt, :afterId)
   order by created_at, id limit :limit`,
);

const updated = statement<Required<PoolChange> & { id: string; now: Date }, never>(
  'pools.update',
  `update user_pools set name = :name, settings = :settings::jsonb, mfa = :mfa::jsonb,
     session_configuration = :sessionConfiguration::jsonb, version = version + 1, modified_at = :now
   where id = :id`,
);

const deleted = statement<{ id: string; now: Date }, never>(
  'pools.delete',
  `with pool as (delete from user_pools where id = :id),
   clients_gone as (delete from clients where pool_id = :id),
   names_gone as (delete from clients_by_id where pool_id = :id),
   secrets_gone as (delete from client_secrets where pool_id = :id),
   keys_gone as (delete from pool_keys where pool_id = :id),
   data_key_gone as (delete from data_keys where scope = :id)
   insert into removals (pool_id, client_id, removed_at) values (:id, '', :now)`,
);

/** User pools and what is the pool's own: its settings and its keys. */
export const pools = (sql: Sql, vaults: Vaults, configuration: Configuration) => ({
  ...poolLookups(configuration),

  /** The pool as the database has it now. Throws ResourceNotFoundException. */
  async describe(scope: PoolScope, id: string): Promise<Pool> {
    const [row] = await sql.query(ofScope, { ...scopeOf(scope), id });
    if (!row) throw poolNotFound(id);
    return row;
  },

  /** The pools that a scope sees, oldest first. */
  async list(scope: PoolScope, { limit, after }: PageRequest<CreatedKey>): Promise<Page<Pool, CreatedKey>> {
    const rows = await sql.query(listed, { ...scopeOf(scope), ...afterCreated(after), limit: limit + 1 });
    return toPage(rows, limit, ({ createdAt, id }) => [createdAt.getTime(), id]);
  },

  /** Stores a new pool and its keys, all or nothing. The driver's unique violation tells that the id is taken. */
  async create(pool: Pool, keys: readonly NewPoolKey[]): Promise<void> {
    const rows = await sql.transaction(async (transaction) => {
      const { row, vault } = await vaults.newDataKey(transaction, pool.id);
      return transaction.query(created, { ...pool, ...dataKeyParams(row), ...newPoolKeyParams(vault, keys) });
    });
    if (rows.length === 0) throw new Error(`The pool id ${pool.id} was used before and is not free yet`);
  },

  /**
   * Changes a pool by a rule that sees it as it is now; changes at the same time wait for one another, so that none is lost.
   * Throws ResourceNotFoundException and what the rule throws.
   */
  async update(scope: PoolScope, id: string, change: (pool: Pool) => PoolChange, now: Date): Promise<void> {
    await sql.transaction(async (transaction) => {
      const pool = await lock(transaction, scope, id);
      await transaction.query(updated, { ...pool, ...change(pool), id, now });
    });
    configuration.forgetPool(id);
  },

  /**
   * Deletes a pool that the rule lets go. It is gone at once, with its clients and keys: what its users left is
   * deleted by `removals.purge`. Throws ResourceNotFoundException and what the rule throws.
   */
  async delete(scope: PoolScope, id: string, mayGo: (pool: Pool) => void, now: Date): Promise<void> {
    await sql.transaction(async (transaction) => {
      mayGo(await lock(transaction, scope, id));
      await transaction.query(deleted, { id, now });
    });
    configuration.forgetPool(id);
    vaults.forget(id);
  },
});

const lock = async (sql: Sql, scope: PoolScope, id: string): Promise<Pool> => {
  const [row] = await sql.query(lockedOfScope, { ...scopeOf(scope), id });
  if (!row) throw poolNotFound(id);
  return row;
};

const scopeOf = ({ account, region }: PoolScope): PoolScope => ({ account, region });

type DataKeyParams = ReturnType<typeof dataKeyParams>;

const dataKeyParams = ({ id, masterKeyId, wrapped }: DataKey) => ({ dataKeyId: id, masterKeyId, wrapped });
