import type { Configuration } from './configuration.js';
import { newPoolKeyParams, newPoolKeyRows, type NewPoolKey, type NewPoolKeyParams, type TokenUse } from './keys.js';
import { poolNotFound } from './pool-rows.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { Vaults } from './vault.js';

/** A signing key and where it stands in its life. */
export interface SigningKeyState {
  /** The key's `kid`. */
  readonly id: string;
  readonly use: TokenUse;
  readonly status: 'next' | 'active' | 'retired';
  readonly notBefore: Date;
  /** When a retired key stops verifying. */
  readonly notAfter: Date | null;
}

const states = statement<{ poolId: string }, SigningKeyState>(
  'key-rotation.states',
  `select id, use, status, not_before, not_after from pool_keys where pool_id = :poolId and use in ('id', 'access')
   order by not_before, use desc, id`,
);

// Changes of a pool's keys wait for one another, and for the pool's own deletion.
const locked = statement<{ poolId: string }, { id: string }>(
  'key-rotation.lock-pool',
  'select id from user_pools where id = :poolId for update',
);

// A statement of its own: the one that waited for the lock sees the rows as they were before it waited.
const underWay = statement<{ poolId: string }, { id: string }>(
  'key-rotation.under-way',
  `select id from pool_keys where pool_id = :poolId and status = 'next' limit 1`,
);

const published = statement<{ poolId: string } & NewPoolKeyParams, never>(
  'key-rotation.publish',
  `with keys as (
     insert into pool_keys (pool_id, id, use, status, not_before, public_jwk, sealed)
     select :poolId::text, key.id, key.use, key.status, key.not_before, key.public_jwk::jsonb, key.sealed
     from ${newPoolKeyRows}
   )
   update user_pools set version = version + 1 where id = :poolId::text`,
);

const withdrawn = statement<{ poolId: string } & NewPoolKeyParams, never>(
  'key-rotation.withdraw',
  `with withdrawn as (
     delete from pool_keys where pool_id = :poolId::text and use in ('id', 'access')
   ), keys as (
     insert into pool_keys (pool_id, id, use, status, not_before, public_jwk, sealed)
     select :poolId::text, key.id, key.use, key.status, key.not_before, key.public_jwk::jsonb, key.sealed
     from unnest(:keyIds::text[], :keyUses::text[], :keyStatuses::text[], :keyNotBefores::timestamptz[], :keyJwks::text[], :keySeals::bytea[])
       as key (id, use, status, not_before, public_jwk, sealed)
   )
   update user_pools set version = version + 1 where id = :poolId::text`,
);

const due = `(status = 'next' and not_before <= :now::timestamptz or status = 'retired' and not_after <= :now::timestamptz)`;

const poolsDue = statement<{ now: Date; limit: number }, { poolId: string }>(
  'key-rotation.due',
  `select distinct pool_id from pool_keys where status <> 'active' and ${due} limit :limit`,
);

// The private half of a retired key goes at once: nothing can be signed with it any more.
const advanced = statement<{ poolId: string; now: Date; notAfter: Date }, never>(
  'key-rotation.advance',
  `with due as (
     select id, use, status from pool_keys where pool_id = :poolId::text and status <> 'active' and ${due}
   ), retired as (
     update pool_keys set status = 'retired', not_after = :notAfter::timestamptz, sealed = ''::bytea
     where pool_id = :poolId::text and status = 'active' and use in (select use from due where status = 'next')
   ), promoted as (
     update pool_keys set status = 'active'
     where pool_id = :poolId::text and id in (select id from due where status = 'next')
   ), removed as (
     delete from pool_keys where pool_id = :poolId::text and id in (select id from due where status = 'retired')
   )
   update user_pools set version = version + 1 where id = :poolId::text and exists (select 1 from due)`,
);

/**
 * The life of signing keys: `next` (published, signs nothing), `active`, `retired` (verifies until its end), gone. Every step counts
 * the pool's version up, so that all processes follow within a second.
 */
export const keyRotation = (sql: Sql, vaults: Vaults, configuration: Configuration) => ({
  /** The pool's signing keys, the oldest first. Throws ResourceNotFoundException. */
  async list(poolId: string): Promise<SigningKeyState[]> {
    const rows = await sql.query(states, { poolId });
    if (rows.length === 0) throw poolNotFound(poolId);
    return rows;
  },

  /** Publishes the keys that come next; false when others are published and not active yet. Throws ResourceNotFoundException. */
  async publish(poolId: string, keys: readonly NewPoolKey[]): Promise<boolean> {
    const vault = await vaults.forScope(poolId);
    const params = newPoolKeyParams(vault, keys, 'next');
    const done = await sql.transaction(async (transaction) => {
      const [pool] = await transaction.query(locked, { poolId });
      if (!pool) throw poolNotFound(poolId);
      if ((await transaction.query(underWay, { poolId })).length > 0) return false;
      await transaction.query(published, { poolId, ...params });
      return true;
    });
    configuration.forgetPool(poolId);
    return done;
  },

  /** Puts keys in the place of all that the pool has, coming and retired ones too. Throws ResourceNotFoundException. */
  async withdraw(poolId: string, keys: readonly NewPoolKey[]): Promise<void> {
    const params = newPoolKeyParams(await vaults.forScope(poolId), keys);
    await sql.transaction(async (transaction) => {
      const [pool] = await transaction.query(locked, { poolId });
      if (!pool) throw poolNotFound(poolId);
      await transaction.query(withdrawn, { poolId, ...params });
    });
    configuration.forgetPool(poolId);
  },

  /**
   * Takes the keys of up to `limit` pools whose time has come to their next step: the next ones sign, those before verify until
   * `notAfter`, and those whose time is over go. Says how many pools that were. Safe to run twice at once.
   */
  async advance(now: Date, notAfter: Date, limit: number): Promise<number> {
    const pools = await sql.query(poolsDue, { now, limit });
    for (const { poolId } of pools) {
      await sql.transaction(async (transaction) => {
        await transaction.query(locked, { poolId });
        await transaction.query(advanced, { poolId, now, notAfter });
      });
      configuration.forgetPool(poolId);
    }
    return pools.length;
  },
});
