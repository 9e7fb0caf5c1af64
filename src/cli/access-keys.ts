import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '#config.js';
import { hasCode } from '#lib/error-code.js';
import { CommandFailure } from './command-failure.js';
import { exportLines } from './export-lines.js';
import { runStoreCommand } from './run-store-command.js';

interface CreateOptions {
  readonly name: string;
  readonly policy: string;
  readonly region?: string;
  readonly out?: string;
}

/** `poolhouse access-keys create`: makes a key and shows its secret for the only time, in a file unless a person is looking. */
export const createAccessKey = async ({ out, ...options }: CreateOptions): Promise<void> => {
  const config = readConfig();
  const given = { ...options, policy: await readPolicy(options.policy) };
  // With PostgreSQL there may be none yet.
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const { endpoint, region, ...key } = await runStoreCommand(config, 'create-access-key', given);
  const lines = exportLines(key, { region, endpoint });
  if (out === undefined && config.databaseUrl === undefined && process.stdout.isTTY) {
    console.log(lines.join('\n'));
    return;
  }
  const file = out ?? join(config.dataDir, `access-key-${key.id}.env`);
  await writePrivately(file, `${lines.join('\n')}\n`, key.id);
  console.log(`${key.id} is in ${file}`);
};

/** `poolhouse access-keys list`. */
export const listAccessKeys = async ({ json }: { json?: true }): Promise<void> => {
  const keys = await runStoreCommand(readConfig(), 'list-access-keys', {});
  if (keys.length === 0 && !json) console.log('There are no access keys beside the root key.');
  for (const key of keys) {
    console.log(json ? JSON.stringify(key) : `${key.id}  ${key.created}  ${key.region ?? 'any region'}  ${key.name}`);
  }
};

/** `poolhouse access-keys delete`. */
export const deleteAccessKey = async (id: string): Promise<void> => {
  await runStoreCommand(readConfig(), 'delete-access-key', { id });
  console.log(`${id} is deleted.`);
};

/** `poolhouse access-keys set-policy`. */
export const setAccessKeyPolicy = async (id: string, policy: string): Promise<void> => {
  await runStoreCommand(readConfig(), 'set-access-key-policy', { id, policy: await readPolicy(policy) });
  console.log(`${id} has the new policy.`);
};

const readPolicy = async (value: string): Promise<string> => {
  if (value.trimStart().startsWith('{')) return value;
  try {
    return await readFile(value, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new CommandFailure(`The policy file ${value} cannot be read: ${error.message}.`);
    throw error;
  }
};

/** The key is made by now, and its secret is nowhere else: who cannot be given it must know which key to delete. */
const writePrivately = async (file: string, text: string, id: string): Promise<void> => {
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = hasCode(error, 'EEXIST') ? 'it exists already' : error.message;
    throw new CommandFailure(
      `The key ${id} could not be written to ${file} (${problem}), and its secret is lost: delete it (poolhouse access-keys delete ${id}) and choose another file.`,
    );
  }
};
