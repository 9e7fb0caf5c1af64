// @ts-check
import { execFile, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { randomBytes } from 'node:crypto';

/** @typedef {import('./load.mjs').Figures} Figures */

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '15' },
    concurrency: { type: 'string', default: '16' },
    users: { type: 'string', default: '1000' },
  },
});
const [seconds, inFlight, users] = [Number(options.seconds), Number(options.concurrency), Number(options.users)];
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

// The launcher's own check, so that what is measured is what stands in src/.
if (spawnSync(process.execPath, [here('../bin/prepare.cjs')], { stdio: 'inherit' }).status !== 0) process.exit(1);
const { startPostgres } = await import('../test/support/postgres-server.mjs');
const { seed, password } = await import('./seed.mjs');
const { startServer } = await import('./server.mjs');

const accessKey = { id: 'AKPHBENCHBENCHBENCH0', secret: randomBytes(30).toString('base64') };
const masterKey = randomBytes(32).toString('base64');

async function onPostgres() {
  const postgres = await startPostgres({ durable: true });
  try {
    const parts = await measureParts(postgres.url);
    const env = {
      DATABASE_URL: postgres.url,
      POOLHOUSE_MASTER_KEY: masterKey,
      POOLHOUSE_ACCESS_KEY_ID: accessKey.id,
      POOLHOUSE_SECRET_ACCESS_KEY: accessKey.secret,
      POOLHOUSE_PORT: '9331',
    };
    const target = { ...(await seed(env, users)), port: 9331, users, password, accessKey };
    const two = await measureServer('PostgreSQL', env, target, parts);
    const one = await measureServer('PostgreSQL, one process', { ...env, POOLHOUSE_WORKERS: '1' }, target, parts, [
      'getUser',
    ]);
    row(
      'two processes / one, GetUser',
      ((two['getUser'] ?? 0) / (one['getUser'] ?? 1)).toFixed(2),
      'reach 1.6, aim 1.9',
    );
  } finally {
    await postgres.remove();
  }
}

async function embedded() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'poolhouse-bench-'));
  try {
    const parts = await measureParts();
    const env = {
      POOLHOUSE_DATA_DIR: dataDir,
      POOLHOUSE_ACCESS_KEY_ID: accessKey.id,
      POOLHOUSE_SECRET_ACCESS_KEY: accessKey.secret,
      POOLHOUSE_PORT: '9332',
    };
    const target = { ...(await seed(env, users)), port: 9332, users, password, accessKey };
    await measureServer('embedded', env, target, parts);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** @param {string} [url] @returns {Promise<Record<string, number>>} */
async function measureParts(url) {
  const { stdout } = await promisify(execFile)(process.execPath, [here('./parts.mjs'), ...(url ? [url] : [])]);
  const parts = /** @type {Record<string, number>} */ (JSON.parse(stdout));
  console.log(
    '\nBare parts, CPU ms: ' +
      Object.entries(parts)
        .map(([name, value]) => `${name} ${value.toFixed(3)}`)
        .join(', '),
  );
  return parts;
}

/** The unavoidable work of each operation, in CPU milliseconds. @param {Record<string, number>} p @returns {Record<string, number>} */
function ceilings(p) {
  const part = (/** @type {string} */ name) => p[name] ?? 0;
  const [http, statement, tokens] = [part('http'), part('statement'), 2 * part('sign')];
  return {
    passwordSignIn: http + part('argon2') + tokens + 2 * statement,
    srpSignIn: 2 * http + 3 * part('exponentiation') + tokens + 3 * statement,
    refresh: http + tokens + statement,
    getUser: http + part('verify') + statement,
    adminGetUser: http + part('sigv4') + statement,
    listUsers: http + part('sigv4') + part('usersPage'),
    signUp: http + part('argon2') + part('exponentiation') + 2 * statement,
  };
}

/** What PERFORMANCE asks of server CPU / ceiling, on PostgreSQL: to reach, and to aim at. */
const wanted = /** @type {Record<string, string>} */ ({
  passwordSignIn: 'reach 1.20, aim 1.07',
  srpSignIn: 'reach 1.6, aim 1.25',
  refresh: 'reach 1.5, aim 1.15',
  getUser: 'reach 3, aim 2',
  adminGetUser: 'reach 3, aim 2',
  listUsers: 'reach 3, aim 2',
});

/**
 * @param {string} name @param {NodeJS.ProcessEnv} env @param {object} target @param {Record<string, number>} parts @param {string[]} [only]
 * @returns {Promise<Record<string, number>>} requests a second of each operation
 */
async function measureServer(name, env, target, parts, only) {
  const server = await startServer(env);
  const clients = fork(here('load.mjs'));
  const ask = async (/** @type {object} */ message) => {
    clients.send(message);
    const [figures] = /** @type {[Figures]} */ (await once(clients, 'message'));
    return figures;
  };
  console.log(
    `\n${name}: started in ${Math.round(server.startMilliseconds)} ms, ${Math.round(server.rss())} MiB resident when idle`,
  );
  row('operation', 'requests/s', 'p50 ms', 'p99 ms', 'server CPU ms', 'ceiling', 'ratio', '');
  const perSecond = /** @type {Record<string, number>} */ ({});
  try {
    await ask({ target });
    for (const [operation, ceiling] of Object.entries(ceilings(parts))) {
      if (only && !only.includes(operation)) continue;
      await ask({ operation, seconds: Number(options.warm), inFlight });
      const before = server.cpu();
      const { count, seconds: took, p50, p99 } = await ask({ operation, seconds, inFlight });
      const cpu = (server.cpu() - before) / count;
      perSecond[operation] = count / took;
      const figures = [(count / took).toFixed(0), p50.toFixed(1), p99.toFixed(1), cpu.toFixed(3), ceiling.toFixed(3)];
      row(operation, ...figures, (cpu / ceiling).toFixed(2), wanted[operation] ?? '');
    }
    if (!only) {
      const share = (perSecond['passwordSignIn'] ?? 0) / (parts['argon2PerSecond'] ?? 1);
      row('sign-ins by password / bare Argon2 verifies, per second', share.toFixed(2), 'reach 0.75, aim 0.83');
      await refreshUnderFlood(target, ask);
    }
  } finally {
    clients.disconnect();
    await server.stop();
  }
  return perSecond;
}

/** Refreshes, one at a time, alone and while sixteen people sign in: slow work must not block quick work.
 * @param {object} target @param {(message: object) => Promise<Figures>} ask */
async function refreshUnderFlood(target, ask) {
  const idle = await ask({ operation: 'refresh', seconds: 2, inFlight: 1 });
  const flood = fork(here('load.mjs'));
  flood.send({ target });
  await once(flood, 'message');
  flood.send({ operation: 'passwordSignIn', seconds: 4, inFlight });
  const busy = await ask({ operation: 'refresh', seconds: 3, inFlight: 1 });
  await once(flood, 'message');
  flood.disconnect();
  row(
    'refresh p50 during a flood of sign-ins / idle',
    `${busy.p50.toFixed(1)} / ${idle.p50.toFixed(1)} ms`,
    (busy.p50 / idle.p50).toFixed(1),
    'reach 8, aim 3',
  );
}

/** @param {string} name @param {string[]} cells */
function row(name, ...cells) {
  console.log([name.padEnd(16), ...cells.map((cell) => cell.padStart(13))].join(' '));
}

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
if (options.engine !== 'pglite') await onPostgres();
if (options.engine !== 'postgres') await embedded();
