// @ts-check
// Programs of this machine that some tests need.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The system's Chromium, or a browser of its family; undefined when there is none. Debian's package `chromium-headless-shell` is the smallest.
 * @returns {string | undefined}
 */
export function findChromium() {
  return (
    ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
      .map(inPath)
      .find(Boolean) ?? executable('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  );
}

/** The AWS CLI, of any version; undefined when there is none.
 * @returns {string | undefined}
 */
export function findAwsCli() {
  return inPath('aws');
}

/** @param {string} name */
function inPath(name) {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => executable(path.join(folder, name)))
    .find(Boolean);
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}
