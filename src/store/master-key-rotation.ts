import { type DataKey, unwrap, wrap } from './data-keys.js';
import { addNewest, keepNewest } from './master-key-file.js';
import { type MasterKeys, moveToNewest } from './master-key.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** The master keys of a running process, which a rotation may exchange. */
export type KeptMasterKeys = { -readonly [K in keyof MasterKeys]: MasterKeys[K] };

const others = statement<{ newest: string; limit: number }, DataKey>(
  'data_keys.of-other-master-keys',
  'select scope, id, master_key_id, wrapped from data_keys where master_key_id <> :newest limit :limit',
);

// A key that somebody else wrapped meanwhile, or whose scope is gone, is left alone.
const rewrapped = statement<
  { newest: string; scopes: string[]; ids: string[]; before: Buffer[]; after: Buffer[] },
  never
>(
  'data_keys.rewrap',
  `update data_keys set wrapped = new.after, master_key_id = :newest
   from unnest(:scopes::text[], :ids::text[], :before::bytea[], :after::bytea[]) as new (scope, id, before, after)
   where data_keys.scope = new.scope and data_keys.id = new.id and data_keys.wrapped = new.before`,
);

/** How far a rotation is. */
export interface RotationStep {
  /** Data keys that this step sealed with the newest master key. */
  readonly rewrapped: number;
  /** True when nothing needs an older key any more. */
  readonly done: boolean;
}

/**
 * Rotation of the master key, a step at a time while the server runs: what was sealed with an older key is sealed with the newest
 * one. What a step did stays, so that a rotation that broke off goes on where it was. `file` is where an embedded installation keeps
 * its keys: the new key is made there, and the old one leaves it when nothing needs it.
 */
export const masterKeyRotation = (sql: Sql, kept: KeptMasterKeys, file: string | undefined) => {
  const step = async (limit: number): Promise<RotationStep> => {
    if (file !== undefined && kept.all.length === 1) Object.assign(kept, await addNewest(file));
    await moveToNewest(sql, kept);
    const count = await rewrapSome(sql, kept, limit);
    if (file !== undefined && count === 0) Object.assign(kept, await keepNewest(file));
    return { rewrapped: count, done: count === 0 };
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    /** Undefined where the operator lists the keys. */
    file,
    /** False where the operator lists one key alone. */
    possible: () => file !== undefined || kept.all.length > 1,
    /** Does up to `limit` data keys. Steps wait for one another: of two at once that began, each would make a key. */
    step(limit: number): Promise<RotationStep> {
      const next = last.then(() => step(limit));
      // A step that fails is its caller's; the one after it tries again.
      last = next.catch(() => undefined);
      return next;
    },
  };
};

const rewrapSome = async (sql: Sql, { newest, all }: MasterKeys, limit: number): Promise<number> => {
  const newestId = newest.id.toString('hex');
  const rows = await sql.query(others, { newest: newestId, limit });
  if (rows.length === 0) return 0;
  await sql.query(rewrapped, {
    newest: newestId,
    scopes: rows.map(({ scope }) => scope),
    ids: rows.map(({ id }) => id),
    before: rows.map((row) => row.wrapped),
    after: rows.map((row) => wrap(newest, row.scope, unwrap(all, row)).wrapped),
  });
  return rows.length;
};
