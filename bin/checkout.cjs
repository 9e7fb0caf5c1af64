// @ts-check
'use strict';

// What a checkout needs before anything in it can run: the locked dependencies and the build. Builtins only, and synchronous: this
// runs where node_modules does not exist yet, and before libuv's thread pool may be touched (see docs/adr/0001).

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { withClaim } = require('./claim.cjs');

/** One sentence for the person who started it, printed after npm’s or the compiler’s own messages. */
class CheckoutError extends Error {}

/** Installs the locked dependencies when they are missing or differ from package-lock.json, and builds when the sources have changed.
 * Says on standard error what it does, and what failed.
 * @param {string} root the checkout
 * @returns {boolean} whether the checkout can run
 */
function prepare(root) {
  try {
    if (!isReady(root)) {
      withClaim(path.join(root, '.preparing'), () => makeReady(root), sayWaiting);
    }
    return true;
  } catch (error) {
    if (!(error instanceof CheckoutError)) throw error;
    say(error.message);
    return false;
  }
}

/** @param {string} root */
function isReady(root) {
  return isInstalled(root) && isBuilt(root);
}

/** Looks again first: whoever held the claim before may have done it. @param {string} root */
function makeReady(root) {
  if (!isInstalled(root)) install(root);
  if (!isBuilt(root)) build(root);
}

/** @param {string} owner */
function sayWaiting(owner) {
  say(`Waiting for ${owner}, which is preparing this checkout.`);
}

/** Compiles src/ into dist/, which is replaced only when the compiler succeeds.
 * @param {string} root
 * @throws {CheckoutError}
 */
function build(root) {
  say('Building.');
  const digest = sourceDigest(root);
  const [next, previous] = [path.join(root, 'dist.next'), path.join(root, 'dist.previous')];
  const remove = () => [next, previous].forEach((directory) => rmSync(directory, { recursive: true, force: true }));
  remove();
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next], options(root));
  if (run.status !== 0) {
    remove();
    throw new CheckoutError('The build failed: the compiler’s messages are above.');
  }
  writeFileSync(path.join(next, '.sources'), digest);
  if (existsSync(path.join(root, 'dist'))) renameSync(path.join(root, 'dist'), previous);
  renameSync(next, path.join(root, 'dist'));
  remove();
}

/** @param {string} root */
function install(root) {
  say('Installing the locked dependencies (npm ci).');
  // No script of a dependency runs: none is needed, and a server's first start is no place for strangers' code.
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'] ?? '';
  const run =
    path.basename(npm) === 'npm-cli.js'
      ? spawnSync(process.execPath, [npm, ...flags], options(root))
      : spawnSync('npm', flags, { ...options(root), shell: process.platform === 'win32' });
  if (run.status !== 0) {
    throw new CheckoutError(
      run.error ? `npm could not be started: ${run.error.message}.` : 'npm ci failed: its messages are above.',
    );
  }
}

/** Whether npm's record of what it installed holds every package of package-lock.json at the locked version. Optional packages may be absent: they are for other platforms. @param {string} root */
function isInstalled(root) {
  const installed = lockedPackages(path.join(root, 'node_modules', '.package-lock.json'));
  const wanted = lockedPackages(path.join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const found = installed[place];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** @param {string} file @returns {Record<string, LockedPackage>} */
function lockedPackages(file) {
  if (!existsSync(file)) return {};
  const lock = /** @type {{ packages: Record<string, LockedPackage> }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages;
}

/** @param {string} root */
function isBuilt(root) {
  const stamp = path.join(root, 'dist', '.sources');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceDigest(root);
}

/** A digest of everything that the build reads from the repository. @param {string} root */
function sourceDigest(root) {
  const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => path.join('src', file));
  const hash = createHash('sha256');
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json', ...sources.toSorted()]) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Children print to standard error, so that a command's own output can be piped. @param {string} root @returns {import('node:child_process').SpawnSyncOptions} */
function options(root) {
  return { cwd: root, stdio: ['ignore', 2, 2], timeout: 20 * 60_000 };
}

/** @param {string} message */
function say(message) {
  process.stderr.write(`poolhouse: ${message}\n`);
}

module.exports = { prepare };
