import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readIfPresent } from '#lib/read-if-present.js';

/**
 * Where the control socket of a new server goes: the data directory, or, where that path is longer than a socket's may be, a
 * private directory under the system's temporary one, of which a file in the data directory tells.
 */
export const newControlPath = async (dataDir: string): Promise<string> => {
  const path = usualPath(dataDir);
  await Promise.all([rm(path, { force: true }), rm(pointer(dataDir), { force: true })]);
  if (Buffer.byteLength(path) <= longestPath) return path;
  const short = join(await mkdtemp(join(tmpdir(), 'poolhouse-')), 'control.sock');
  await writeFile(pointer(dataDir), short, { mode: 0o600 });
  return short;
};

/** Where the control socket of a running server is, if there is one. */
export const findControlPath = async (dataDir: string): Promise<string> =>
  (await readIfPresent(pointer(dataDir))) ?? usualPath(dataDir);

/** Removes what `newControlPath` made. */
export const removeControlPath = async (dataDir: string, path: string): Promise<void> => {
  await rm(path, { force: true });
  if (path === usualPath(dataDir)) return;
  await rm(pointer(dataDir), { force: true });
  await rm(dirname(path), { recursive: true, force: true });
};

/** The smallest limit of the systems that Node runs on, less its closing zero. */
const longestPath = 103;

const usualPath = (dataDir: string): string => join(dataDir, 'control.sock');
const pointer = (dataDir: string): string => join(dataDir, 'control.path');
