import { newSecretId } from '#domain/client-secrets.js';
import { clientNotFound, secretPlace } from './client-rows.js';
import type { Configuration } from './configuration.js';
import { vaultIfKept } from './kept-vault.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { Vaults } from './vault.js';

/** A secret of a client as lists show it: never its value. */
export interface SecretEntry {
  readonly id: string;
  readonly createdAt: Date;
}

type ClientKey = { poolId: string; clientId: string };
type SecretKey = ClientKey & { id: string };

// Whoever changes the same client's secrets waits here, and then sees in a statement of his own what the one before left.
const locked = statement<ClientKey, { id: string }>(
  'client-secrets.lock',
  'select id from clients where pool_id = :poolId and id = :clientId for update',
);

const listed = statement<ClientKey, SecretEntry & { sealed: Buffer }>(
  'client-secrets.list',
  `select id, created_at, sealed from client_secrets where pool_id = :poolId and client_id = :clientId
   order by created_at, id`,
);

const added = statement<SecretKey & { sealed: Buffer; now: Date }, never>(
  'client-secrets.add',
  `with client as (update clients set version = version + 1 where pool_id = :poolId and id = :clientId)
   insert into client_secrets (pool_id, client_id, id, sealed, created_at)
   values (:poolId::text, :clientId::text, :id::text, :sealed::bytea, :now::timestamptz)`,
);

const deleted = statement<SecretKey, never>(
  'client-secrets.delete',
  `with client as (update clients set version = version + 1 where pool_id = :poolId and id = :clientId)
   delete from client_secrets where pool_id = :poolId and client_id = :clientId and id = :id`,
);

/** The secrets of confidential clients. Within a second of a change every process takes an added secret and refuses a deleted one. */
export const clientSecrets = (sql: Sql, vaults: Vaults, configuration: Configuration) => ({
  /** The secrets of a client, oldest first; none for a client without one. */
  async list(poolId: string, clientId: string): Promise<readonly SecretEntry[]> {
    const rows = await sql.query(listed, { poolId, clientId });
    return rows.map(({ id, createdAt }) => ({ id, createdAt }));
  },

  /**
   * Adds a secret that the rule lets in; it is given those that the client has now. Throws ResourceNotFoundException and what the rule
   * throws.
   */
  async add(
    poolId: string,
    clientId: string,
    { value, now }: { value: string; now: Date },
    mayCome: (secrets: readonly string[]) => void,
  ): Promise<SecretEntry> {
    const vault = await vaultIfKept(vaults, poolId);
    const entry = await sql.transaction(async (transaction) => {
      if (!vault || (await transaction.query(locked, { poolId, clientId })).length === 0)
        throw clientNotFound(clientId);
      const secrets = await transaction.query(listed, { poolId, clientId });
      const values = secrets.map(({ id, sealed }) => vault.open(secretPlace(clientId, id), sealed).toString('utf8'));
      mayCome(values);
      const id = newSecretId(
        clientId,
        now,
        secrets.map((secret) => secret.id),
      );
      const sealed = vault.seal(secretPlace(clientId, id), value);
      await transaction.query(added, { poolId, clientId, id, sealed, now });
      return { id, createdAt: now };
    });
    configuration.forgetClient(clientId);
    return entry;
  },

  /** Deletes a secret that the rule lets go; it is given the ids of all. Throws ResourceNotFoundException and what the rule throws. */
  async delete(poolId: string, clientId: string, id: string, mayGo: (ids: readonly string[]) => void): Promise<void> {
    await sql.transaction(async (transaction) => {
      if ((await transaction.query(locked, { poolId, clientId })).length === 0) throw clientNotFound(clientId);
      const secrets = await transaction.query(listed, { poolId, clientId });
      mayGo(secrets.map((secret) => secret.id));
      await transaction.query(deleted, { poolId, clientId, id });
    });
    configuration.forgetClient(clientId);
  },
});
