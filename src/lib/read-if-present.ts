import { readFile } from 'node:fs/promises';
import { hasCode } from './error-code.js';

/** The text of a file; undefined when there is no such file. Rejects when it cannot be read for another reason. */
export const readIfPresent = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};
