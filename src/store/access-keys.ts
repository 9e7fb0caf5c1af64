import type { AccessPolicy } from '#domain/access-policy.js';
import type { Clock } from '#lib/clock.js';
import { toPage, type Page, type PageRequest } from './page.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { systemScope, type Place, type Vaults } from './vault.js';
import { versionedCache } from './versioned-cache.js';

/** An access key without its secret. */
export interface AccessKeyInfo {
  readonly id: string;
  readonly account: string;
  /** The only region that the key may be used in; null for any. */
  readonly region: string | null;
  /** The name in the principal's ARN. */
  readonly principal: string;
  readonly policy: AccessPolicy;
  readonly createdAt: Date;
}

/** An access key with what verifies its signatures. */
export interface AccessKey extends AccessKeyInfo {
  readonly secret: string;
}

type Row = AccessKeyInfo & { secret: Buffer; version: number };

const columns = 'id, account, region, principal, policy, created_at';

const found = statement<{ id: string }, Row>(
  'access-keys.find',
  `select ${columns}, secret, version from access_keys where id = :id and status = 'active'`,
);

const foundVersion = statement<{ id: string }, { version: number }>(
  'access-keys.version',
  `select version from access_keys where id = :id and status = 'active'`,
);

const created = statement<AccessKeyInfo & { secret: Buffer }, never>(
  'access-keys.create',
  `insert into access_keys (id, account, region, principal, secret, policy, status, version, created_at)
   values (:id, :account, :region, :principal, :secret, :policy, 'active', 1, :createdAt)`,
);

const listed = statement<{ afterId: string; limit: number }, AccessKeyInfo>(
  'access-keys.list',
  `select ${columns} from access_keys where id > :afterId order by id limit :limit`,
);

const deleted = statement<{ id: string }, { id: string }>(
  'access-keys.delete',
  'delete from access_keys where id = :id returning id',
);

const policySet = statement<{ id: string; policy: AccessPolicy }, { id: string }>(
  'access-keys.set-policy',
  'update access_keys set policy = :policy, version = version + 1 where id = :id returning id',
);

/** Keys that sign requests, beside the root key of the configuration. */
export const accessKeys = (sql: Sql, vaults: Vaults, clock: Clock) => {
  const read = async (id: string): Promise<(AccessKey & { version: number }) | undefined> => {
    const [row] = await sql.query(found, { id });
    if (!row) return undefined;
    const vault = await vaults.ensure(systemScope);
    return { ...row, secret: vault.open(secretPlace(id), row.secret).toString('utf8') };
  };
  const cache = versionedCache({
    clock,
    capacity: 1000,
    read,
    version: async (id) => (await sql.query(foundVersion, { id }))[0]?.version,
  });

  return {
    /** The key as it was at most a second ago; undefined when there is none or it may not be used. */
    find: (id: string): Promise<AccessKey | undefined> => cache.get(id),

    async create({ secret, ...key }: AccessKey): Promise<void> {
      const vault = await vaults.ensure(systemScope);
      await sql.query(created, { ...key, secret: vault.seal(secretPlace(key.id), secret) });
    },

    /** Keys by their ids. */
    async list({ limit, after }: PageRequest<string>): Promise<Page<AccessKeyInfo, string>> {
      const rows = await sql.query(listed, { afterId: after ?? '', limit: limit + 1 });
      return toPage(rows, limit, ({ id }) => id);
    },

    /** False when there is no such key. */
    async delete(id: string): Promise<boolean> {
      const rows = await sql.query(deleted, { id });
      cache.forget(id);
      return rows.length > 0;
    },

    /** False when there is no such key. */
    async setPolicy(id: string, policy: AccessPolicy): Promise<boolean> {
      const rows = await sql.query(policySet, { id, policy });
      cache.forget(id);
      return rows.length > 0;
    },
  };
};

const secretPlace = (id: string): Place => ({ table: 'access_keys', row: id, column: 'secret' });
