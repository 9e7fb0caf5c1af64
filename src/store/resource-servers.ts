import { ResourceNotFound } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import type { ResourceServer } from '#domain/resource-server.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { lockPoolForAddition } from './pool-rows.js';
import type { Sql } from './sql.js';
import { json, statement, type Json } from './statement.js';

type ServerParams = Omit<ResourceServer, 'scopes'> & { scopes: Json };
type ServerKey = { poolId: string; identifier: string };

const columns = 'pool_id, identifier, name, scopes';

const created = statement<ServerParams & { most: number }, { identifier: string }>(
  'resource-servers.create',
  `insert into resource_servers (pool_id, identifier, name, scopes)
   select :poolId::text, :identifier::text, :name::text, :scopes::jsonb
   where (select count(*) from (
     select 1 from resource_servers where pool_id = :poolId limit :most::int) as others) < :most::int
   returning identifier`,
);

const found = statement<ServerKey, ResourceServer>(
  'resource-servers.find',
  `select ${columns} from resource_servers where pool_id = :poolId and identifier = :identifier`,
);

const foundAmong = statement<{ poolId: string; identifiers: readonly string[] }, ResourceServer>(
  'resource-servers.find-among',
  `select ${columns} from resource_servers where pool_id = :poolId and identifier = any(:identifiers::text[])`,
);

const updated = statement<ServerParams, ResourceServer>(
  'resource-servers.update',
  `update resource_servers set name = :name, scopes = :scopes::jsonb
   where pool_id = :poolId and identifier = :identifier returning ${columns}`,
);

const deleted = statement<ServerKey, { identifier: string }>(
  'resource-servers.delete',
  'delete from resource_servers where pool_id = :poolId and identifier = :identifier returning identifier',
);

const listed = statement<{ poolId: string; after: string; limit: number }, ResourceServer>(
  'resource-servers.list',
  `select ${columns} from resource_servers where pool_id = :poolId and identifier > :after order by identifier limit :limit`,
);

/** The resource servers of a pool. Whether the caller may see the pool is settled before. */
export const resourceServers = (sql: Sql) => ({
  /**
   * Stores a new resource server; false when the pool has `most` already. The driver's unique violation tells that the identifier is
   * taken. Throws ResourceNotFoundException when the pool is gone.
   */
  create: (server: ResourceServer, most: number): Promise<boolean> =>
    sql.transaction(async (transaction) => {
      await lockPoolForAddition(transaction, server.poolId);
      return (await transaction.query(created, { ...toParams(server), most })).length > 0;
    }),

  /** Throws ResourceNotFoundException. */
  async get(poolId: string, identifier: string): Promise<ResourceServer> {
    return only(await sql.query(found, { poolId, identifier }), identifier);
  },

  /** Those of these identifiers that there are. */
  among: (poolId: string, identifiers: readonly string[]): Promise<readonly ResourceServer[]> =>
    sql.query(foundAmong, { poolId, identifiers }),

  /** Replaces a resource server's name and scopes. Throws ResourceNotFoundException. */
  async update(server: ResourceServer): Promise<ResourceServer> {
    return only(await sql.query(updated, toParams(server)), server.identifier);
  },

  /** Deletes a resource server: its scopes are granted no more. Throws ResourceNotFoundException. */
  async delete(poolId: string, identifier: string): Promise<void> {
    if ((await sql.query(deleted, { poolId, identifier })).length === 0) throw serverNotFound(identifier);
  },

  /** A page of the pool's resource servers, by identifier. */
  async list(poolId: string, { limit, after }: PageRequest<string>): Promise<Page<ResourceServer, string>> {
    const rows = await sql.query(listed, { poolId, after: after ?? '', limit: limit + 1 });
    return toPage(rows, limit, ({ identifier }) => identifier);
  },
});

const toParams = (server: ResourceServer): ServerParams => ({ ...server, scopes: json(server.scopes) });

const serverNotFound = (identifier: string) => ResourceNotFound(poolMessages.resourceServerNotFound(identifier));

const only = ([row]: ResourceServer[], identifier: string): ResourceServer => {
  if (!row) throw serverNotFound(identifier);
  return row;
};
