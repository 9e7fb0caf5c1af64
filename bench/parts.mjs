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
import { leanStatement } from './lean.mjs';
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

const sigv4 = await cpu(4000, 1, () => {
  createHash('sha256').update(data).digest('hex');
  createHash('sha256').update(data).digest('hex');
  let key = /** @type {string | Buffer} */ ('AWS4secret');
  for (const part of ['20260101', 'us-east-1', 'cognito-idp', 'aws4_request', 'string to sign']) {
    key = createHmac('sha256', key).update(part).digest();
  }
});

const url = process.argv[2];
const { statement, usersPage } = url ? await statements(url) : { statement: 0, usersPage: await pageOfMemory() };

process.stdout.write(
  JSON.stringify({
    argon2: argon.cpu,
    argon2PerSecond: argon.perSecond,
    sign: signing.cpu,
    verify: verifying.cpu,
    exponentiation: exponentiation.cpu,
    sigv4: sigv4.cpu,
    usersPage,
    statement,
    http: await http(),
  }),
);

/** What a statement costs that finds one row like a user's, and one that finds sixty, with the users' way from there into JSON.
 * @param {string} database */
async function statements(database) {
  const columns = `name, sub, status, enabled, attributes, created_at, modified_at`;
  const users = `create temporary table people as select 'user' || n as name, md5(n::text) as sub, 'CONFIRMED' as status, true as enabled,
      jsonb_build_object('email', 'user' || n || '@example.com', 'email_verified', 'true') as attributes,
      now() as created_at, now() as modified_at from generate_series(1, 1000) n;
    create unique index on people (name)`;
  const one = await leanStatement(database, `select ${columns} from people where name = $1`, users);
  const found = await cpu(20_000, 16, () => one.run('user7'));
  one.end();
  const list = `select ${columns} from people where name > $1 order by name limit 60`;
  const sixty = await leanStatement(database, list, users);
  const listed = await cpu(3000, 16, async () => pageOf(await sixty.run('user1')));
  sixty.end();
  return { statement: found.cpu, usersPage: listed.cpu };
}

/** The same of rows that are there: on the embedded database a statement is no work of a driver's. */
async function pageOfMemory() {
  const attributes = JSON.stringify({ email: 'maya@example.com', email_verified: 'true' });
  const time = '2026-02-28 23:59:59.123+00';
  const people = Array.from({ length: 60 }, () => ['maya', 'some-sub', 'CONFIRMED', 't', attributes, time, time]);
  return (await cpu(3000, 1, () => pageOf(people))).cpu;
}

/** @param {(string | null)[][]} people */
function pageOf(people) {
  const Users = people.map(([name, sub, status, enabled, attributes, createdAt, modifiedAt]) => ({
    Username: name,
    Attributes: [
      { Name: 'sub', Value: sub },
      ...Object.entries(JSON.parse(attributes ?? '{}')).map(([Name, Value]) => ({ Name, Value })),
    ],
    UserCreateDate: new Date(createdAt ?? '').getTime() / 1000,
    UserLastModifiedDate: new Date(modifiedAt ?? '').getTime() / 1000,
    Enabled: enabled === 't',
    UserStatus: status,
  }));
  return JSON.stringify({ Users });
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
