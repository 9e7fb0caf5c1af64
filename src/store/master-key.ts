import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { boxKeyId, BoxRejected, deriveBytes, type EnvelopeKey, envelopeKey, openBox, sealBox } from '#lib/envelope.js';
import { StartFailure } from '#lib/start-failure.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** The master keys of an installation. All of them open; which one seals, the check value says: see `keepMasterKey`. */
export interface MasterKeys {
  readonly newest: EnvelopeKey;
  /** The newest first. */
  readonly all: readonly EnvelopeKey[];
  /** Where they come from, for messages: the variable's name or the file's path. */
  readonly source: string;
}

/**
 * Reads the value of POOLHOUSE_MASTER_KEY: one or several 32-byte keys in base64, separated by commas, the newest first.
 * Throws a StartFailure that names `source` and shows nothing of the value.
 */
export const parseMasterKeys = (value: string, source = 'POOLHOUSE_MASTER_KEY'): MasterKeys => {
  const keys = value.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  const [newest, ...older] = keys.map((bytes) => (bytes.length === keyBytes ? masterKey(bytes) : undefined));
  const wellFormed = value.split(',').every((part) => base64.test(part.trim()));
  if (!wellFormed || !newest || !older.every((key) => key !== undefined)) {
    throw new StartFailure(
      `${source} must be one or several keys of 32 bytes in base64, separated by commas (make one with: openssl rand -base64 32).`,
    );
  }
  return { newest, all: [newest, ...older], source };
};

/** A new key as POOLHOUSE_MASTER_KEY takes it. */
export const newMasterKey = (): string => randomBytes(keyBytes).toString('base64');

/** Whether the database was made with a master key already. */
export const wasSealed = async (sql: Sql): Promise<boolean> =>
  (await sql.query(findCheck, { name: checkName })).length > 0;

/**
 * Refuses keys other than those the store was made with: throws a StartFailure when its check value does not open with them, or
 * when something is still sealed with a key that is no longer listed. The first start leaves the check value; a newer key in front
 * changes nothing until the rotation, so that replicas that lack it still open everything.
 */
export const checkMasterKeys = async (sql: Sql, masterKeys: MasterKeys): Promise<void> => {
  const { newest, all, source } = masterKeys;
  await sql.query(insertCheck, { name: checkName, value: sealBox(newest, checkName, checkName) });
  const [check] = await sql.query(findCheck, { name: checkName });
  if (!check || !opens(all, check.value)) {
    throw new StartFailure(`${source} is not the key that this database was made with.`);
  }
  const [orphan] = await sql.query(findOrphan, { masterKeyIds: all.map(({ id }) => id.toString('hex')) });
  if (orphan) {
    throw new StartFailure(`${source} lacks an older key that still protects data: list it again, after the new one.`);
  }
};

/**
 * The master key that seals what is new: the newest one that a rotation went to. A rotation that would go to another one waits until
 * the transaction ends.
 */
export const keepMasterKey = async (transaction: Sql, masterKeys: MasterKeys): Promise<EnvelopeKey> => {
  const [check] = await transaction.query(keptCheck, { name: checkName });
  const id = check && boxKeyId(check.value);
  // Asked for only now: a rotation in this very process may have exchanged them meanwhile.
  return masterKeys.all.find((key) => id?.equals(key.id)) ?? masterKeys.newest;
};

/** Goes to the newest key: it seals from now on, in every process. */
export const moveToNewest = async (sql: Sql, { newest }: MasterKeys): Promise<void> => {
  const [check] = await sql.query(findCheck, { name: checkName });
  if (check && !opens([newest], check.value))
    await sql.query(renewCheck, { name: checkName, old: check.value, value: sealBox(newest, checkName, checkName) });
};

const keyBytes = 32;
const base64 = /^[A-Za-z0-9+/]{43}=?$/;
const checkName = 'master key check';

/** The key itself seals nothing: it is only derived from, so its name tells nothing about what seals. */
const masterKey = (bytes: Buffer): EnvelopeKey => {
  const root = createSecretKey(bytes);
  const name = createHash('sha256')
    .update(deriveBytes(root, 'poolhouse master key id', keyBytes))
    .digest()
    .subarray(0, 8);
  return envelopeKey(name, deriveBytes(root, 'poolhouse master key', keyBytes));
};

const opens = (keys: readonly EnvelopeKey[], check: Buffer): boolean => {
  try {
    openBox(keys, check, checkName);
    return true;
  } catch (error) {
    if (error instanceof BoxRejected) return false;
    throw error;
  }
};

const insertCheck = statement<{ name: string; value: Buffer }, never>(
  'master_key_check.insert',
  `insert into meta (name, value) values (:name, :value) on conflict (name) do nothing`,
);

const findCheck = statement<{ name: string }, { value: Buffer }>(
  'master_key_check.find',
  `select value from meta where name = :name`,
);

const keptCheck = statement<{ name: string }, { value: Buffer }>(
  'master_key_check.keep',
  `select value from meta where name = :name for share`,
);

const renewCheck = statement<{ name: string; old: Buffer; value: Buffer }, never>(
  'master_key_check.renew',
  `update meta set value = :value where name = :name and value = :old`,
);

const findOrphan = statement<{ masterKeyIds: string[] }, { scope: string }>(
  'data_keys.find_without_master_key',
  `select scope from data_keys where master_key_id <> all(:masterKeyIds::text[]) limit 1`,
);
