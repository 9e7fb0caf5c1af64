import type { Client } from '#domain/client.js';
import type { Pool } from '#domain/pool.js';
import type { Clock } from '#lib/clock.js';
import { readClient, readClientVersion } from './client-rows.js';
import { readPool, readPoolVersion } from './pool-rows.js';
import type { Sql } from './sql.js';
import type { Vaults } from './vault.js';
import { versionedCache } from './versioned-cache.js';

/** Pools and clients as the hot paths see them: remembered by this process, at most a second old. */
export interface Configuration {
  /** One object for as long as nothing of the pool or of its keys changes. */
  pool(id: string): Promise<Pool | undefined>;
  client(id: string): Promise<Client | undefined>;
  /** For after a change of the pool or of its keys. */
  forgetPool(id: string): void;
  /** For after a change of the client or of its secrets. */
  forgetClient(id: string): void;
}

/** Remembers pools and clients of this store. */
export const configuration = (sql: Sql, vaults: Vaults, clock: Clock): Configuration => {
  const pools = versionedCache({
    clock,
    capacity,
    read: (id) => readPool(sql, id),
    version: (id) => readPoolVersion(sql, id),
  });
  const clients = versionedCache({
    clock,
    capacity,
    read: (id) => readClient(sql, vaults, id),
    version: (id) => readClientVersion(sql, id),
  });
  return {
    pool: async (id) => (poolIdForm.test(id) ? pools.get(id) : undefined),
    client: (id) => clients.get(id),
    forgetPool: (id) => pools.forget(id),
    forgetClient: (id) => clients.forget(id),
  };
};

const capacity = 5000;

// Ids stand in addresses and in tokens not yet verified too: what no pool can be called is not asked for (a NUL would be an error).
const poolIdForm = /^[\w-]{1,55}$/;
