import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client } from '#domain/client.js';
import type { Pool } from '#domain/pool.js';
import type { Configuration } from './configuration.js';
import { poolNotFound, type PoolScope } from './pool-rows.js';

/** Pools and clients as the hot paths see them: as they were at most a second ago. */
export const poolLookups = (configuration: Configuration) => ({
  /** The pool, undefined when there is none. */
  find: (id: string): Promise<Pool | undefined> => configuration.pool(id),

  /** The pool. Throws ResourceNotFoundException. */
  async get(id: string): Promise<Pool> {
    const pool = await configuration.pool(id);
    if (!pool) throw poolNotFound(id);
    return pool;
  },

  /** The pool for a signed request, which sees its own account's pools in its own region. Throws ResourceNotFoundException. */
  async getVisible(scope: PoolScope, id: string): Promise<Pool> {
    const pool = await configuration.pool(id);
    if (!pool || pool.account !== scope.account || pool.region !== scope.region) throw poolNotFound(id);
    return pool;
  },

  /** A client and its pool. Throws ResourceNotFoundException. */
  async byClientId(clientId: string): Promise<{ pool: Pool; client: Client }> {
    const client = await configuration.client(clientId);
    const pool = client && (await configuration.pool(client.poolId));
    if (!client || !pool) throw ResourceNotFound(messages.clientNotFound(clientId));
    return { pool, client };
  },

  /** A pool's client, undefined when the pool has no such client. */
  async findClient(poolId: string, clientId: string): Promise<Client | undefined> {
    const client = await configuration.client(clientId);
    return client?.poolId === poolId ? client : undefined;
  },
});
