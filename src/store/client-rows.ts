import { ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client, ClientSessionConfiguration, ClientSettings } from '#domain/client.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { vaultIfKept } from './kept-vault.js';
import type { Place, Vault, Vaults } from './vault.js';

/** A client with the version of its row. */
export interface StoredClient extends Client {
  readonly version: number;
}

/** A row of `clients` with its sealed secrets, oldest first. */
export interface ClientRow {
  poolId: string;
  id: string;
  name: string;
  settings: ClientSettings;
  sessionConfiguration: ClientSessionConfiguration;
  version: number;
  createdAt: Date;
  modifiedAt: Date;
  secretIds: string[];
  sealedSecrets: Buffer[];
}

/** The columns of a {@link ClientRow}, of the table under the name `c`. */
export const clientColumns = `c.pool_id, c.id, c.name, c.settings, c.session_configuration, c.version, c.created_at, c.modified_at,
  array(select s.id from client_secrets s where s.pool_id = c.pool_id and s.client_id = c.id order by s.created_at, s.id) as secret_ids,
  array(select s.sealed from client_secrets s where s.pool_id = c.pool_id and s.client_id = c.id order by s.created_at, s.id) as sealed_secrets`;

const found = statement<{ id: string }, ClientRow>(
  'clients.find-by-id',
  `select ${clientColumns} from clients_by_id b join clients c on c.pool_id = b.pool_id and c.id = b.id where b.id = :id`,
);

const foundVersion = statement<{ id: string }, { version: number }>(
  'clients.version',
  'select c.version from clients_by_id b join clients c on c.pool_id = b.pool_id and c.id = b.id where b.id = :id',
);

/** The client of this id, of whatever pool, as the database has it. */
export const readClient = async (sql: Sql, vaults: Vaults, id: string): Promise<StoredClient | undefined> => {
  const [row] = await sql.query(found, { id });
  return row && toClientIfKept(vaults, row);
};

/** Its version alone. */
export const readClientVersion = async (sql: Sql, id: string): Promise<number | undefined> =>
  (await sql.query(foundVersion, { id }))[0]?.version;

/** A row as a client; undefined when its pool was deleted since the row was read. */
export const toClientIfKept = async (vaults: Vaults, row: ClientRow): Promise<StoredClient | undefined> => {
  const vault = await vaultIfKept(vaults, row.poolId);
  return vault && toClient(vault, row);
};

export const clientNotFound = (id: string) => ResourceNotFound(messages.clientNotFound(id));

/** Where a client's secret is kept. */
export const secretPlace = (clientId: string, secretId: string): Place => ({
  table: 'client_secrets',
  row: [clientId, secretId],
  column: 'sealed',
});

const toClient = (vault: Vault, { secretIds, sealedSecrets, ...row }: ClientRow): StoredClient => ({
  ...row,
  secrets: sealedSecrets.map((sealed, index) =>
    vault.open(secretPlace(row.id, secretIds[index] ?? ''), sealed).toString('utf8'),
  ),
});
