import { randomBytes } from 'node:crypto';
import { constants, cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasCode } from '#lib/error-code.js';
import { startThread } from './thread.js';

/**
 * Makes the folder of a new database. It is made beside its place and moved there when it is whole, so that a killed first start
 * leaves no half of one.
 *
 * PGlite takes 5 s to make one, so the first that this checkout makes leaves a copy among the caches of node_modules, where a new
 * one comes from in 0.3 s.
 */
export const makeFolder = async (folder: string): Promise<void> => {
  const unfinished = `${folder}.new`;
  const template = templateFolder();
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  await rm(unfinished, { recursive: true, force: true });
  if (existsSync(template)) {
    copy(template, unfinished);
  } else {
    const thread = await startThread(unfinished);
    await thread.close();
    await keepTemplate(unfinished, template);
  }
  await rename(unfinished, folder);
};

/** Of the installed PGlite: another version's folders may differ. */
const templateFolder = (): string => {
  const wasm = createRequire(import.meta.url).resolve('@electric-sql/pglite/pglite.wasm');
  const pglite = dirname(dirname(wasm));
  const { version } = JSON.parse(readFileSync(join(pglite, 'package.json'), 'utf8')) as { version: string };
  return join(pglite, '..', '..', '.cache', 'poolhouse', `pglite-${version}`);
};

const keepTemplate = async (folder: string, template: string): Promise<void> => {
  const draft = `${template}.${randomBytes(6).toString('hex')}`;
  try {
    copy(folder, draft);
    await rename(draft, template);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Nothing is lost where the program may not write beside itself, or where another process was quicker.
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EEXIST', 'ENOTEMPTY')) throw error;
  }
};

/** Shares the blocks where the file system can. Synchronous, which takes half the time, and nothing is served yet. */
const copy = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
