// @ts-check
// Where this machine keeps PostgreSQL, if it does.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ initdb: string, postgres: string }} Programs */

/** The programs of the newest PostgreSQL on this machine, in PATH or where Debian and Homebrew keep them; undefined when there is none.
 * @returns {Programs | undefined}
 */
export function findPostgres() {
  const directories = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...newestFirst('/usr/lib/postgresql', /^\d+$/),
    ...newestFirst('/opt/homebrew/opt', /^postgresql@\d+$/),
    ...newestFirst('/usr/local/opt', /^postgresql@\d+$/),
  ];
  const home = directories.find((at) => existsSync(path.join(at, 'initdb')) && existsSync(path.join(at, 'postgres')));
  return home === undefined ? undefined : { initdb: path.join(home, 'initdb'), postgres: path.join(home, 'postgres') };
}

/** @param {string} parent @param {RegExp} name of the folders of one version each */
function newestFirst(parent, name) {
  if (!existsSync(parent)) return [];
  const found = readdirSync(parent).filter((entry) => name.test(entry));
  return found.toSorted((a, b) => version(b) - version(a)).map((entry) => path.join(parent, entry, 'bin'));
}

/** @param {string} folder `15` or `postgresql@15` */
function version(folder) {
  return Number(folder.split('@').at(-1));
}
