import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** One step of the schema, as its file says. */
export interface Migration {
  /** The file's name; the steps follow one another in the order of their names. */
  name: string;
  /** Of the file, the same for every kind of line end. */
  checksum: string;
  statements: string[];
  /** False for a file that cannot run in a transaction (concurrent indexes). It may stop half-way, so it must bear running again. */
  transactional: boolean;
}

/** The package's own migrations; sources and build lie equally deep. */
export const packageMigrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Reads the `.sql` files of a folder in their order. */
export const readMigrations = async (folder: string): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(names.map(async (name) => parseMigration(name, await readFile(join(folder, name), 'utf8'))));
};

/** Takes a migration's text apart. */
export const parseMigration = (name: string, content: string): Migration => {
  const text = content.replaceAll('\r\n', '\n');
  return {
    name,
    checksum: createHash('sha256').update(text).digest('hex'),
    statements: text
      .split('--> statement-breakpoint')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
    transactional: !text.split('\n').some((line) => line.trim() === outsideMark),
  };
};

const outsideMark = '-- poolhouse: outside transaction';
