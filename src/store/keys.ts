import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Pool } from '#domain/pool.js';
import type { Clock } from '#lib/clock.js';
import type { Configuration } from './configuration.js';
import { vaultIfKept } from './kept-vault.js';
import { poolNotFound } from './pool-rows.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { Place, Vault, Vaults } from './vault.js';

/** Which tokens a key signs. */
export type TokenUse = 'id' | 'access';

/** A key of a pool about to be stored, made at the door so that an import can bring its own. */
export type NewPoolKey =
  | {
      readonly use: TokenUse;
      /** The key's `kid`. */
      readonly id: string;
      readonly notBefore: Date;
      readonly publicKey: KeyObject;
      readonly privateKey: KeyObject;
    }
  | { readonly use: 'derive'; readonly id: string; readonly notBefore: Date; readonly secret: Buffer };

/** A key that signs tokens now. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** A key that tokens may be signed with, and when. */
export interface VerifyingKey {
  readonly use: TokenUse;
  readonly publicKey: KeyObject;
  /** A key that comes next verifies nothing earlier: nothing can have been signed with it. */
  readonly from?: Date;
  /** A retired key verifies nothing later. */
  readonly until?: Date;
}

/** A key set as it is served. */
export interface Jwks {
  readonly bytes: Buffer;
  /** Strong, with its quotes. */
  readonly etag: string;
}

interface KeyRow {
  id: string;
  use: TokenUse | 'derive';
  status: 'next' | 'active' | 'retired';
  notBefore: Date;
  notAfter: Date | null;
  publicJwk: { kty: string; n: string; e: string } | null;
  sealed: Buffer;
}

/** A pool's keys, opened and parsed. */
interface KeyRing {
  readonly signing: readonly (SigningKey & { use: TokenUse; notBefore: Date })[];
  readonly verifying: ReadonlyMap<string, VerifyingKey>;
  readonly jwks: Jwks;
  readonly derive: Buffer;
}

const ofPool = statement<{ poolId: string }, KeyRow>(
  'keys.of-pool',
  `select id, use, status, not_before, not_after, public_jwk, sealed from pool_keys where pool_id = :poolId
   order by case use when 'id' then 1 when 'access' then 2 else 3 end, not_before, id`,
);

/** The keys of pools, opened once and kept for as long as the pool is remembered unchanged. */
export const keys = (sql: Sql, vaults: Vaults, configuration: Configuration, clock: Clock) => {
  const rings = new WeakMap<Pool, Promise<KeyRing>>();

  const ringOf = async (poolId: string): Promise<KeyRing> => {
    const pool = await configuration.pool(poolId);
    if (!pool) throw poolNotFound(poolId);
    const known = rings.get(pool);
    if (known) return known;
    const opening = openRing(sql, vaults, poolId);
    rings.set(pool, opening);
    opening.catch(() => rings.delete(pool)); // the failure is the callers'; the next one tries again
    return opening;
  };

  return {
    /** The key that signs tokens of this use now. Throws ResourceNotFoundException when there is no such pool. */
    async signing(poolId: string, use: TokenUse): Promise<SigningKey> {
      const now = clock.now();
      const active = (await ringOf(poolId)).signing.filter(({ use: signs }) => signs === use);
      // A process whose clock is ahead may have made a key active that is still to come by this one's.
      const key = active.findLast(({ notBefore }) => notBefore <= now) ?? active[0];
      if (!key) throw new Error(`The pool ${poolId} has no active key for ${use} tokens`);
      return key;
    },

    /** Every key that a token may be signed with, by `kid`. Throws ResourceNotFoundException when there is no such pool. */
    async verifying(poolId: string): Promise<ReadonlyMap<string, VerifyingKey>> {
      const { verifying } = await ringOf(poolId);
      const now = clock.now().getTime();
      const good = [...verifying].filter(
        ([, { from, until }]) =>
          (from === undefined || from.getTime() <= now + skewMilliseconds) &&
          (until === undefined || until.getTime() > now),
      );
      return good.length === verifying.size ? verifying : new Map(good);
    },

    /** The pool's key set, the keys of ID tokens first. Throws ResourceNotFoundException when there is no such pool. */
    jwks: async (poolId: string): Promise<Jwks> => (await ringOf(poolId)).jwks,

    /** The pool's secret for derived values, 32 bytes. Throws ResourceNotFoundException when there is no such pool. */
    derive: async (poolId: string): Promise<Buffer> => (await ringOf(poolId)).derive,
  };
};

/** By how much the clocks of two replicas may differ. */
const skewMilliseconds = 60_000;

/** New keys as rows of a statement, out of the arrays of {@link newPoolKeyParams}. */
export const newPoolKeyRows = `unnest(:keyIds::text[], :keyUses::text[], :keyStatuses::text[], :keyNotBefores::timestamptz[],
       :keyJwks::text[], :keySeals::bytea[]) as key (id, use, status, not_before, public_jwk, sealed)`;

/** The parameters of {@link newPoolKeyRows}. */
export const newPoolKeyParams = (
  vault: Vault,
  newKeys: readonly NewPoolKey[],
  status: 'active' | 'next' = 'active',
) => ({
  keyIds: newKeys.map(({ id }) => id),
  keyUses: newKeys.map(({ use }) => use),
  keyStatuses: newKeys.map(() => status),
  keyNotBefores: newKeys.map(({ notBefore }) => notBefore),
  keyJwks: newKeys.map((key) =>
    key.use === 'derive' ? null : JSON.stringify(key.publicKey.export({ format: 'jwk' })),
  ),
  keySeals: newKeys.map((key) =>
    vault.seal(keyPlace(key.id), key.use === 'derive' ? key.secret : privateBytes(key.privateKey)),
  ),
});

/** Those parameters. */
export type NewPoolKeyParams = ReturnType<typeof newPoolKeyParams>;

const openRing = async (sql: Sql, vaults: Vaults, poolId: string): Promise<KeyRing> => {
  const rows = await sql.query(ofPool, { poolId });
  const vault = rows.length > 0 ? await vaultIfKept(vaults, poolId) : undefined;
  if (!vault) throw poolNotFound(poolId);
  const derive = rows.find(({ use }) => use === 'derive');
  if (!derive) throw new Error(`The pool ${poolId} has no key for derived values`);
  const pairs = rows.flatMap((row) =>
    row.use === 'derive' || !row.publicJwk ? [] : [{ ...row, use: row.use, publicJwk: row.publicJwk }],
  );
  return {
    signing: pairs
      .filter(({ status }) => status === 'active')
      .map(({ id, use, notBefore, sealed }) => ({
        kid: id,
        use,
        notBefore,
        privateKey: parsePrivate(vault.open(keyPlace(id), sealed)),
      })),
    verifying: new Map(
      pairs.map(({ id, use, status, publicJwk, notBefore, notAfter }) => [
        id,
        {
          use,
          publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
          ...(status === 'next' && { from: notBefore }),
          ...(notAfter && { until: notAfter }),
        },
      ]),
    ),
    jwks: toJwks(pairs.map(({ id, publicJwk: { n, e, kty } }) => ({ alg: 'RS256', e, kid: id, kty, n, use: 'sig' }))),
    derive: vault.open(keyPlace(derive.id), derive.sealed),
  };
};

const toJwks = (published: readonly object[]): Jwks => {
  const bytes = Buffer.from(JSON.stringify({ keys: published }));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
};

const keyPlace = (id: string): Place => ({ table: 'pool_keys', row: id, column: 'sealed' });

const privateBytes = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });

const parsePrivate = (bytes: Buffer): KeyObject => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
