import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client } from '#domain/client.js';
import type { Pool } from '#domain/pool.js';
import type { Store } from '#store/store.js';

/** The client that a signed request names within its pool. Throws ResourceNotFoundException for one of another pool, too. */
export const clientOfPool = async (store: Pick<Store, 'clients'>, pool: Pool, clientId: string): Promise<Client> => {
  const client = await store.clients.find(clientId);
  if (client?.poolId !== pool.id) throw ResourceNotFound(messages.clientNotFound(clientId));
  return client;
};
