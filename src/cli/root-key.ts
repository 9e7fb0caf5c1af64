import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#config.js';
import { readIfPresent } from '#lib/read-if-present.js';
import { StartFailure } from '#lib/start-failure.js';
import type { Store } from '#store/store.js';
import { exportLines, readExportLines } from './export-lines.js';
import { newAccessKey } from './new-access-key.js';

/** The root access key of a server. */
export interface RootKey {
  readonly id: string;
  readonly secret: string;
}

/** Where the root key comes from; `file` is where an embedded server keeps the one that it made. */
export interface FoundRootKey {
  readonly key: RootKey | undefined;
  readonly file: string | undefined;
}

/**
 * The root key: of the configuration, or the embedded server's own, made at its first start. A server on PostgreSQL may go without
 * once other keys exist. Throws a StartFailure when nobody could sign, or the file does not hold a key.
 */
export const findRootKey = async (config: Config, store: Store): Promise<FoundRootKey> => {
  if (config.rootKey) return { key: config.rootKey, file: undefined };
  if (config.databaseUrl === undefined) return ownKey(config);
  const { items } = await store.accessKeys.list({ limit: 1, after: undefined });
  if (items.length === 0)
    throw new StartFailure(
      'POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY are required at the first start with DATABASE_URL: nobody could sign a request.',
    );
  return { key: undefined, file: undefined };
};

const ownKey = async (config: Config): Promise<{ key: RootKey; file: string }> => {
  const file = join(config.dataDir, 'access-key.env');
  const key = (await readKey(file)) ?? newAccessKey();
  // Written at every start, since region and address may have changed; in two steps, so that a killed start leaves a whole file.
  const lines = exportLines(key, { region: config.region, endpoint: config.publicUrl });
  await writeFile(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return { key, file };
};

const readKey = async (file: string): Promise<RootKey | undefined> => {
  const text = await readIfPresent(file);
  if (text === undefined) return undefined;
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = readExportLines(text);
  if (!id || !secret)
    throw new StartFailure(`${file} does not hold an access key: restore it, or delete it to have a new one made.`);
  return { id, secret };
};
