import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '#lib/error-code.js';
import { readIfPresent } from '#lib/read-if-present.js';
import { StartFailure } from '#lib/start-failure.js';
import { type MasterKeys, newMasterKey, parseMasterKeys } from './master-key.js';

/** Where an embedded installation keeps its master keys. */
export const masterKeyFile = (dataDir: string): string => join(dataDir, 'master.key');

/**
 * The key of an embedded installation: kept in the data directory, in a file that only its owner may read, and made for a database
 * that is still without. Throws a StartFailure when the file does not hold a key, and when it is missing although the database
 * `hasKey`.
 */
export const masterKeysFromFile = async (dataDir: string, hasKey: () => Promise<boolean>): Promise<MasterKeys> => {
  const path = masterKeyFile(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const written = await readIfPresent(path);
  if (written !== undefined) return parseMasterKeys(written, path);
  if (await hasKey()) {
    throw new StartFailure(
      `The key that this database was made with is missing: put ${path} back, or set POOLHOUSE_MASTER_KEY if it was set before.`,
    );
  }
  // Linked into place when it is whole: a killed start leaves no half of a key, and of two starts at once one key stays.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${newMasterKey()}\n`, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  return parseMasterKeys(await readFile(path, 'utf8'), path);
};

/** Puts a new key in front of the one in the file, which stays. */
export const addNewest = async (path: string): Promise<MasterKeys> =>
  replace(path, `${newMasterKey()},${(await readFile(path, 'utf8')).trim()}`);

/** Takes all keys but the newest out of the file. */
export const keepNewest = async (path: string): Promise<MasterKeys> => {
  const [newest = ''] = (await readFile(path, 'utf8')).split(',');
  return replace(path, newest.trim());
};

/** In the place of the old file when it is whole and on the disk: whenever this ends, one of the two is there. */
const replace = async (path: string, value: string): Promise<MasterKeys> => {
  const keys = parseMasterKeys(value, path);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${value}\n`, { mode: 0o600, flush: true });
  await rename(draft, path);
  const directory = await open(dirname(path));
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return keys;
};
