// @ts-check
// What one request costs with very many users in its pool, beside the same with few: `npm run bench:scale -- --users 1000000`.
// Both pools are in one database and asked in turn, one request at a time, so that the machine's mood is the same for both.
import { fork, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    few: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '21' },
  },
});
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
if (spawnSync(process.execPath, [here('../bin/prepare.cjs')], { stdio: 'inherit' }).status !== 0) process.exit(1);
const { startPostgres } = await import('../test/support/postgres-server.mjs');
const { seed, password } = await import('./seed.mjs');
const { startServer } = await import('./server.mjs');

/** @typedef {import('./load.mjs').Figures} Figures */

const accessKey = { id: 'AKPHBENCHBENCHBENCH0', secret: randomBytes(30).toString('base64') };
const postgres = await startPostgres({ durable: true, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
const folder = mkdtempSync(path.join(tmpdir(), 'poolhouse-scale-'));
try {
  const env = {
    DATABASE_URL: postgres.url,
    POOLHOUSE_MASTER_KEY: randomBytes(32).toString('base64'),
    POOLHOUSE_ACCESS_KEY_ID: accessKey.id,
    POOLHOUSE_SECRET_ACCESS_KEY: accessKey.secret,
    POOLHOUSE_PORT: '9333',
    POOLHOUSE_WORKERS: '1',
  };
  const pools = [];
  for (const users of [Number(options.few), Number(options.users)]) {
    // Twenty users who can sign in, made as sign-ups make them; the rest by COPY.
    const ids = await seed(env, 20, ['email']);
    await copyUsers(ids.poolId, 20, users);
    pools.push({ users, target: { ...ids, port: 9333, users: 20, password, accessKey, bulkUsers: users } });
  }
  await psql('analyze users, aliases, group_members, groups');
  await measure(env, pools);
} finally {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
}

/** Users from a number up to another, a tenth of them in one group.
 * @param {string} poolId @param {number} from @param {number} to */
async function copyUsers(poolId, from, to) {
  await psql(`insert into groups (pool_id, name, created_at, modified_at) values ('${poolId}', 'staff', now(), now())`);
  const columns = [
    'pool_id, sub, username, username_key, attempts_key, status, enabled, attributes, created_at, modified_at',
    'email_key, phone_number_key, preferred_username_key, name_key, given_name_key, family_name_key',
  ];
  await copy(`users (${columns.join(', ')})`, from, to, (n) => userRow(poolId, n));
  await copy('aliases (pool_id, key, kind, sub)', from, to, (n) => [poolId, `user${n}@example.com`, 'email', subOf(n)]);
  await copy('group_members (pool_id, group_name, sub)', from, to, (n) =>
    n % 10 === 0 ? [poolId, 'staff', subOf(n)] : undefined,
  );
}

/** @param {string} poolId @param {number} n */
function userRow(poolId, n) {
  const keys = [
    `user${n}@example.com`,
    `+1555${String(n).padStart(7, '0')}`,
    `nick${n}`,
    `Name ${n}`,
    `Given ${n}`,
    `Family ${n}`,
  ];
  const [email, phone_number, preferred_username, name, given_name, family_name] = keys;
  const attributes = { email, email_verified: 'true', phone_number, preferred_username, name, given_name, family_name };
  const moment = new Date(1.7e12 + n * 1000).toISOString();
  const status = n % 50 === 0 ? 'UNCONFIRMED' : 'CONFIRMED';
  const names = [subOf(n), `user${n}`, `user${n}`, `key-${n}`];
  return [poolId, ...names, status, String(n % 100 !== 0), JSON.stringify(attributes), moment, moment, ...keys];
}

/** @param {number} n */
function subOf(n) {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** @param {string} table @param {number} from @param {number} to @param {(n: number) => string[] | undefined} rowOf */
async function copy(table, from, to, rowOf) {
  const file = path.join(folder, 'rows');
  const out = createWriteStream(file);
  for (let n = from; n < to; n += 1) {
    const row = rowOf(n);
    if (row && !out.write(`${row.join('\t').replaceAll('\\', '\\\\')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  await psql(`copy ${table} from stdin`, createReadStream(file));
}

/** @param {string} sql @param {import('node:stream').Readable} [input] */
async function psql(sql, input) {
  const child = spawn('psql', ['--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-c', sql, postgres.url], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  if (input) input.pipe(child.stdin);
  else child.stdin.end();
  const [code] = /** @type {[number]} */ (await once(child, 'exit'));
  if (code !== 0) throw new Error(`psql failed: ${sql.slice(0, 80)}`);
}

/** @param {import('node:child_process').ChildProcess} client @param {object} message @returns {Promise<Figures>} */
async function ask(client, message) {
  client.send(message);
  const [figures] = /** @type {[Figures]} */ (await once(client, 'message'));
  return figures;
}

/** @param {NodeJS.ProcessEnv} env @param {{ users: number, target: { poolId: string } }[]} pools */
async function measure(env, pools) {
  const server = await startServer(env);
  const clients = pools.map(() => fork(here('load.mjs')));
  try {
    for (const [index, { target }] of pools.entries()) await ask(at(clients, index), { target });
    const sizes = pools.map(({ users }) => `${users.toLocaleString('en')} users`);
    console.log(`\nLoad of the machine before: ${load()}`);
    console.log(
      'One request at a time, in rounds that take turns; of each round the ms that a tenth stays within, of those the least and the median:',
    );
    console.log(`${sizes.join(', ')}, ratio; then the same for the medians (stay within 1.5)`);
    for (const operation of operations()) {
      const rounds = await inTurns(clients, operation);
      console.log([operation.padEnd(34), ...compared(rounds.map(least)), ...compared(rounds.map(median))].join(' '));
    }
    console.log(`Load of the machine after: ${load()}`);
  } finally {
    for (const client of clients) client.disconnect();
    await server.stop();
  }
}

/** What a tenth of each round stays within, by client. They take turns, also in who is first: what else the machine does meets both alike.
 * @param {import('node:child_process').ChildProcess[]} clients @param {string} operation */
async function inTurns(clients, operation) {
  const rounds = clients.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const turns = [...clients.keys()];
    for (const index of round % 2 === 0 ? turns : turns.toReversed())
      at(rounds, index).push((await ask(at(clients, index), { operation, seconds: 0.2, inFlight: 1 })).p10);
  }
  return rounds;
}

function load() {
  return loadavg()
    .map((average) => average.toFixed(1))
    .join(', ');
}

/** @param {number[]} figures of few users and of many */
function compared([few = 0, many = 0]) {
  return [few, many, many / few].map((figure) => figure.toFixed(2).padStart(8));
}

/** @param {number[]} figures */
function least(figures) {
  return Math.min(...figures);
}

/** @param {number[]} figures */
function median(figures) {
  const sorted = figures.toSorted((left, right) => left - right);
  return at(sorted, Math.floor(sorted.length / 2));
}

function operations() {
  const texts = ['username', 'sub', 'email', 'phone_number', 'preferred_username', 'name', 'given_name', 'family_name'];
  return [
    'adminGetUserByName',
    'adminGetUserByAlias',
    'adminGetUserBySub',
    'listUsers',
    ...texts.flatMap((name) => [`listUsers ${name} =`, `listUsers ${name} ^=`]),
    'listUsers cognito:user_status =',
    'listUsers status =',
    'listUsersInGroup',
    'passwordSignIn',
    'refresh',
    'getUser',
  ];
}

/** @template T @param {readonly T[]} list @param {number} index @returns {T} */
function at(list, index) {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no item ${index}`);
  return item;
}
