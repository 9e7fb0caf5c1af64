import type { Client, ClientSessionConfiguration, ClientSettings } from '#domain/client.js';
import { clientColumns, clientNotFound, secretPlace, toClientIfKept, type ClientRow } from './client-rows.js';
import type { Configuration } from './configuration.js';
import { vaultIfKept } from './kept-vault.js';
import { afterCreated, toPage, type CreatedKey, type Page, type PageRequest } from './page.js';
import { poolNotFound } from './pool-rows.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { Vaults } from './vault.js';

/** A client about to be stored; its id and secret are made at the door, so that an import can bring its own. */
export interface NewClient {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly settings: ClientSettings;
  readonly createdAt: Date;
  readonly secret: { readonly id: string; readonly value: string } | undefined;
}

/** What an update leaves in place of the client's name and settings. */
export interface ClientChange {
  readonly name: string;
  readonly settings: ClientSettings;
}

/** What becomes of a client of this name, with a secret or without. */
export type ClientRule = (client: { readonly name: string; readonly confidential: boolean }) => ClientChange;

/** A client as lists show it. */
export interface ClientEntry {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

type ClientKey = { poolId: string; id: string };

// The pool's row is locked so that no client is left behind by a deletion of the pool at the same time.
const created = statement<
  Omit<NewClient, 'secret'> & { secretId: string | null; sealedSecret: Buffer | null },
  { id: string }
>(
  'clients.create',
  `with pool as (
     select id from user_pools where id = :poolId for share
   ), client as (
     insert into clients (pool_id, id, name, settings, version, created_at, modified_at)
     select id, :id::text, :name, :settings::jsonb, 1, :createdAt::timestamptz, :createdAt::timestamptz from pool
     returning id
   ), name as (
     insert into clients_by_id (id, pool_id) select :id::text, id from pool
   ), secret as (
     insert into client_secrets (pool_id, client_id, id, sealed, created_at)
     select id, :id::text, :secretId::text, :sealedSecret::bytea, :createdAt::timestamptz from pool where :secretId::text is not null
   )
   select id from client`,
);

const found = statement<ClientKey, ClientRow>(
  'clients.find',
  `select ${clientColumns} from clients c where c.pool_id = :poolId and c.id = :id`,
);

const locked = statement<ClientKey, { id: string }>(
  'clients.lock',
  'select id from clients where pool_id = :poolId and id = :id for update',
);

const updated = statement<ClientKey & ClientChange & { now: Date }, never>(
  'clients.update',
  `update clients set name = :name, settings = :settings::jsonb, version = version + 1, modified_at = :now
   where pool_id = :poolId and id = :id`,
);

const sessionsConfigured = statement<ClientKey & { sessions: ClientSessionConfiguration }, ClientRow>(
  'clients.set-session-configuration',
  `update clients c set session_configuration = :sessions::jsonb, version = version + 1
   where c.pool_id = :poolId and c.id = :id returning ${clientColumns}`,
);

const deleted = statement<ClientKey & { now: Date }, { id: string }>(
  'clients.delete',
  `with client as (
     delete from clients where pool_id = :poolId and id = :id returning pool_id, id
   ), name as (
     delete from clients_by_id where id in (select id from client)
   ), secrets as (
     delete from client_secrets where (pool_id, client_id) in (select pool_id, id from client)
   ), removal as (
     insert into removals (pool_id, client_id, removed_at) select pool_id, id, :now::timestamptz from client
     on conflict (pool_id, client_id) do update set removed_at = excluded.removed_at
   )
   select id from client`,
);

const listed = statement<{ poolId: string; afterCreatedAt: Date; afterId: string; limit: number }, ClientEntry>(
  'clients.list',
  `select id, name, created_at from clients
   where pool_id = :poolId and (created_at, id) > (:afterCreatedAt, :afterId)
   order by created_at, id limit :limit`,
);

/** App clients and their secrets. Whether the caller may see the pool is settled before. */
export const clients = (sql: Sql, vaults: Vaults, configuration: Configuration) => ({
  /** The client as it was at most a second ago, undefined when there is none. */
  find: (id: string): Promise<Client | undefined> => configuration.client(id),

  /** The client as the database has it now. Throws ResourceNotFoundException. */
  async describe(poolId: string, id: string): Promise<Client> {
    const [row] = await sql.query(found, { poolId, id });
    const client = row && (await toClientIfKept(vaults, row));
    if (!client) throw clientNotFound(id);
    return client;
  },

  /** The clients of a pool, oldest first. */
  async list(poolId: string, { limit, after }: PageRequest<CreatedKey>): Promise<Page<ClientEntry, CreatedKey>> {
    const rows = await sql.query(listed, { poolId, ...afterCreated(after), limit: limit + 1 });
    return toPage(rows, limit, ({ createdAt, id }) => [createdAt.getTime(), id]);
  },

  /**
   * Stores a new client and its secret, all or nothing. The driver's unique violation tells that the id is taken.
   * Throws ResourceNotFoundException when the pool is gone.
   */
  async create({ secret, ...client }: NewClient): Promise<void> {
    const vault = await vaultIfKept(vaults, client.poolId);
    const secretParams = {
      secretId: secret?.id ?? null,
      sealedSecret: secret && vault ? vault.seal(secretPlace(client.id, secret.id), secret.value) : null,
    };
    const rows = vault ? await sql.query(created, { ...client, ...secretParams }) : [];
    if (rows.length === 0) throw poolNotFound(client.poolId);
  },

  /**
   * Changes a client by a rule that sees it as it is now; changes at the same time wait for one another, so that none is lost.
   * Throws ResourceNotFoundException and what the rule throws.
   */
  async update(poolId: string, id: string, change: ClientRule, now: Date): Promise<Client> {
    const row = await sql.transaction(async (transaction) => {
      // In a statement of its own: what the one that waited for the lock sees of the secrets is older than the lock.
      const [known] = await transaction.query(locked, { poolId, id });
      const [before] = known ? await transaction.query(found, { poolId, id }) : [];
      if (!before) throw clientNotFound(id);
      const after = change({ name: before.name, confidential: before.secretIds.length > 0 });
      await transaction.query(updated, { poolId, id, ...after, now });
      return { ...before, ...after, modifiedAt: now };
    });
    configuration.forgetClient(id);
    const client = await toClientIfKept(vaults, row);
    if (!client) throw clientNotFound(id);
    return client;
  },

  /** Replaces how the client's sign-ins share a session. Throws ResourceNotFoundException. */
  async setSessionConfiguration(poolId: string, id: string, sessions: ClientSessionConfiguration): Promise<Client> {
    const [row] = await sql.query(sessionsConfigured, { poolId, id, sessions });
    configuration.forgetClient(id);
    const client = row && (await toClientIfKept(vaults, row));
    if (!client) throw clientNotFound(id);
    return client;
  },

  /**
   * Deletes a client and its secrets. Nothing is issued or accepted for it from then on; its sign-ins are deleted by
   * `removals.purge`. Throws ResourceNotFoundException.
   */
  async delete(poolId: string, id: string, now: Date): Promise<void> {
    const rows = await sql.query(deleted, { poolId, id, now });
    configuration.forgetClient(id);
    if (rows.length === 0) throw clientNotFound(id);
  },
});
