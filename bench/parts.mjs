// @ts-check
// What the unavoidable parts of a request cost one core, in CPU milliseconds. Run as a process of its own: `node parts.mjs [database url]`.
import { createHash, createHmac, randomBytes, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { fork } from 'node:child_process';
import { createAdaptorServer } from '@hono/node-server';
import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2';
import { Hono } from 'hono';
import { makeKeyPair } from '#services/key-stock.js';
import { leanStatements } from './lean.mjs';
import { power } from './srp-client.mjs';

const cores = availableParallelism();

/** CPU milliseconds of each of `count` runs, `inFlight` at a time.
 * @param {number} count @param {number} inFlight @param {() => unknown} work */
async function cpu(count, inFlight, work) {
  let begun = 0;
  const loop = async () => {
    while (begun++ < count) await work();
  };
  begun = count - 2; // two to warm up
  await loop();
  begun = 0;
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, loop));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000 / count, perSecond: (count * 1000) / (performance.now() - started) };
}

// The library's own name of it is a const enum, which is not there at run time.
const argon2id = 2;
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const hashed = await argon2('Correct-horse-1', parameters);
const argon = await cpu(40 * cores, cores, () => argon2Verify(hashed, 'Correct-horse-1'));

const { privateKey, publicKey } = await makeKeyPair();
const data = Buffer.from('x'.repeat(600));
const signAsync = promisify(sign);
const signing = await cpu(800, cores, () => signAsync('RSA-SHA256', data, privateKey));
const signature = sign('RSA-SHA256', data, privateKey);
const verifying = await cpu(4000, 1, () => verify('RSA-SHA256', data, publicKey, signature));

const base = randomBytes(380);
// One exponentiation of a 256-bit exponent; what else SRP does is cheap beside it.
const exponentiation = await cpu(600, 1, () => power(base, randomBytes(32)));

const page = JSON.stringify({ Users: Array.from({ length: 60 }, (_, index) => userLike(index)) });
const pageWork = await cpu(1500, 1, () => JSON.stringify(JSON.parse(page)));
const sigv4 = await cpu(4000, 1, () => {
  createHash('sha256').update(data).digest('hex');
  createHash('sha256').update(data).digest('hex');
  let key = /** @type {string | Buffer} */ ('AWS4secret');
  for (const part of ['20260101', 'us-east-1', 'cognito-idp', 'aws4_request', 'string to sign']) {
    key = createHmac('sha256', key).update(part).digest();
  }
});

const url = process.argv[2];
const statement = url
  ? await leanStatements(url, 'select oid, typname from pg_type where typname = $1', 'int4', 20_000)
  : 0;

process.stdout.write(
  JSON.stringify({
    argon2: argon.cpu,
    argon2PerSecond: argon.perSecond,
    sign: signing.cpu,
    verify: verifying.cpu,
    exponentiation: exponentiation.cpu,
    sigv4: sigv4.cpu,
    usersPage: pageWork.cpu,
    statement,
    http: await http(),
  }),
);

/** @param {number} index */
function userLike(index) {
  return {
    Username: `user${index}`,
    Attributes: [
      { Name: 'sub', Value: '34c84488-e0e1-70ae-d2ee-991ad1a898c8' },
      { Name: 'email', Value: `user${index}@example.com` },
      { Name: 'email_verified', Value: 'true' },
    ],
    UserCreateDate: 1700574875.826,
    UserLastModifiedDate: 1700574875.826,
    Enabled: true,
    UserStatus: 'CONFIRMED',
  };
}

/** JSON in and out through Hono and its Node server; the clients are in a process of their own. */
async function http() {
  const app = new Hono().post('/', async (context) => context.json(await context.req.json()));
  const server = createAdaptorServer({ fetch: app.fetch });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const requests = 8000;
  const client = fork(new URL('./http-client.mjs', import.meta.url), [String(port), String(requests)]);
  await once(client, 'message'); // warm
  const before = process.cpuUsage();
  await once(client, 'message');
  const { user, system } = process.cpuUsage(before);
  client.disconnect();
  server.close();
  return (user + system) / 1000 / requests;
}
