// @ts-check
// A PostgreSQL server of the tests' own: in a temporary directory, on a free port, gone at the end. Used by test/run.mjs for the whole
// run, and by tests that must stop and restart a server.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.mjs';
import { findPostgres } from './postgres-programs.mjs';

/** @typedef {import('./postgres-programs.mjs').Programs} Programs */

/**
 * @typedef {object} PostgresServer
 * @property {string} url of an empty database, as a role that owns it and may create others, but is no superuser
 * @property {number} port kept over restarts
 * @property {(mode?: 'fast' | 'immediate') => Promise<void>} stop ends the server and keeps its data; `immediate` is a crash
 * @property {() => Promise<void>} start after `stop`; resolves when it takes connections
 * @property {(mode?: 'fast' | 'immediate') => Promise<void>} restart
 * @property {() => Promise<void>} remove stops it at once and deletes its data
 */

const startDeadlineSeconds = 120;

/** Makes a cluster and starts it. It sorts text by ICU where it can, so that an order that only the C collation gives is found out.
 * @param {object} [options]
 * @param {Programs | undefined} [options.programs] default: the newest found
 * @param {boolean} [options.durable] keep fsync, for tests of what survives; default false
 * @param {Record<string, string>} [options.settings] of postgresql.conf
 * @returns {Promise<PostgresServer>}
 * @throws {Error} that ends with the server's own words when it does not start
 */
export async function startPostgres({ programs = findPostgres(), durable = false, settings = {} } = {}) {
  if (programs === undefined) throw new Error('PostgreSQL is not installed: initdb and postgres were not found.');
  const directory = mkdtempSync(path.join(tmpdir(), 'poolhouse-postgres-'));
  const user = serverUser();
  const abandon = () => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.on('exit', abandon);

  if (user) chownSync(directory, user.uid, user.gid);
  const password = randomBytes(12).toString('hex');
  const data = path.join(directory, 'data');
  initialise(programs, data, path.join(directory, 'password'), password, user);

  const port = await freePort();
  const fast = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const all = {
    ...fast,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    ...settings,
  };
  const args = ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const server = processOf(programs.postgres, args, path.join(directory, 'server.log'), user);
  const kill = () => server.kill();
  process.prependListener('exit', kill);
  const remove = async () => {
    await server.stop('SIGQUIT');
    process.off('exit', kill).off('exit', abandon);
    abandon();
  };

  const superuser = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const start = async () => {
    server.start();
    await connectable(superuser, server);
  };
  const stop = (/** @type {'fast' | 'immediate'} */ mode = 'fast') =>
    server.stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  try {
    await start();
    await createRole(superuser, password);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: `postgres://poolhouse:${password}@127.0.0.1:${port}/poolhouse`,
    port,
    start,
    stop,
    async restart(mode) {
      await stop(mode);
      await start();
    },
    remove,
  };
}

/** PostgreSQL refuses to run as root: the user to run it as in that case.
 * @returns {{ uid: number, gid: number } | undefined}
 */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const known = ['postgres', 'nobody'].find((name) => spawnSync('id', [name]).status === 0);
  if (known === undefined)
    throw new Error('PostgreSQL does not run as root, and neither user postgres nor nobody exists.');
  const id = (/** @type {string} */ flag) => Number(execFileSync('id', [flag, known], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** @param {Programs} programs @param {string} data @param {string} passwordFile @param {string} password @param {{ uid: number, gid: number } | undefined} user */
function initialise({ initdb }, data, passwordFile, password, user) {
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const flags = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    '--locale',
    'C',
    '--no-sync',
  ];
  const run = (/** @type {string[]} */ collation) =>
    spawnSync(initdb, [...flags, ...collation], { encoding: 'utf8', cwd: tmpdir(), ...user });
  const icu = run(['--locale-provider=icu', '--icu-locale=en-US']);
  if (icu.status === 0) return;
  // Before PostgreSQL 15, and in builds without ICU.
  const plain = run([]);
  if (plain.status !== 0) throw new Error(`initdb failed: ${plain.error?.message ?? plain.stderr}`);
}

/** The server process, which may be started again after it was stopped.
 * @param {string} program @param {string[]} args @param {string} log @param {{ uid: number, gid: number } | undefined} user
 */
function processOf(program, args, log, user) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const running = () => child?.exitCode === null && child.signalCode === null;
  return {
    log,
    running,
    start() {
      const output = openSync(log, 'a');
      // A process group of its own: Ctrl-C at the terminal is for the tests, which then stop the server themselves.
      child = spawn(program, args, { cwd: tmpdir(), stdio: ['ignore', output, output], detached: true, ...user });
      closeSync(output);
    },
    /** @param {NodeJS.Signals} signal */
    async stop(signal) {
      if (!child || !running()) return;
      child.kill(signal);
      await once(child, 'exit');
    },
    kill() {
      if (running()) child?.kill('SIGQUIT');
    },
  };
}

/** @param {string} url @param {ReturnType<typeof processOf>} server */
async function connectable(url, server) {
  const deadline = Date.now() + startDeadlineSeconds * 1000;
  for (;;) {
    try {
      return await query(url, 'select 1');
    } catch (error) {
      if (!server.running() || Date.now() > deadline) {
        const words = readFileSync(server.log, 'utf8').trim().split('\n').slice(-5).join('\n');
        throw new Error(`PostgreSQL did not start: ${words}`, { cause: error });
      }
      await sleep(50);
    }
  }
}

/** What Poolhouse is given in production: a role that owns its database, without a superuser's rights. @param {string} superuser @param {string} password */
async function createRole(superuser, password) {
  await query(superuser, `create role poolhouse login createdb password '${password}'`);
  await query(superuser, 'create database poolhouse owner poolhouse');
}

/** @param {string} url @param {string} sql */
async function query(url, sql) {
  // Loaded late, because test/run.mjs imports this file before the dependencies are installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
