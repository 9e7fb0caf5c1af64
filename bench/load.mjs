// @ts-check
// The clients, in a process of their own: `fork`ed by run.mjs, which sends what to do and gets figures back.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { agentFor, post } from './requests.mjs';
import { clientProof } from './srp-client.mjs';

/** @typedef {{ count: number, seconds: number, p10: number, p50: number, p99: number }} Figures */
/** @typedef {import('@aws-sdk/client-cognito-identity-provider').InitiateAuthResponse} Answer */
/** @typedef {{ port: number, poolId: string, clientId: string, users: number, bulkUsers?: number, password: string, accessKey: { id: string, secret: string } }} Target */

/** @type {Target} */
let target;
let agent = agentFor(16);
let serial = 0;

/** @param {string} operation @param {object} body @param {Record<string, string>} [headers] */
async function call(operation, body, headers = {}) {
  const text = JSON.stringify(body);
  const answer = await post(
    agent,
    target.port,
    {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      host: `localhost:${target.port}`,
      ...headers,
    },
    text,
  );
  if (answer.status !== 200) throw new Error(`${operation}: ${answer.status} ${answer.text}`);
  return /** @type {Answer} */ (answer.text === '' ? {} : JSON.parse(answer.text));
}

const someone = () => `user${serial++ % target.users}`;

/** @type {{ accessToken: string, refreshToken: string }[]} */
let signedIn = [];

/** @param {object} body @param {string} operation */
const signed = (operation, body) => call(operation, body, signatureOf(operation, JSON.stringify(body)));

const passwordSignIn = () =>
  call('InitiateAuth', {
    ClientId: target.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: someone(), PASSWORD: target.password },
  });

/** A user of those that `scale.mjs` copied in. */
const anyone = () => 20 + Math.floor(Math.random() * ((target.bulkUsers ?? 21) - 20));
const subOf = (/** @type {number} */ n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** @type {Record<string, (n: number) => string>} */
const searchedValues = {
  username: (n) => `user${n}`,
  sub: subOf,
  email: (n) => `user${n}@example.com`,
  phone_number: (n) => `+1555${String(n).padStart(7, '0')}`,
  preferred_username: (n) => `nick${n}`,
  name: (n) => `Name ${n}`,
  given_name: (n) => `Given ${n}`,
  family_name: (n) => `Family ${n}`,
  'cognito:user_status': () => 'CONFIRMED',
  status: () => 'Enabled',
};

const search = (/** @type {string} */ name, /** @type {string} */ operator, /** @type {string} */ value) =>
  signed('ListUsers', { UserPoolId: target.poolId, Limit: 60, Filter: `${name} ${operator} "${value}"` });

/** @type {Record<string, () => Promise<unknown>>} */
const operations = {
  passwordSignIn,
  srpSignIn: async () => {
    const USERNAME = someone();
    const client = clientProof();
    const begun = await call('InitiateAuth', {
      ClientId: target.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME, SRP_A: client.A },
    });
    const ChallengeResponses = { USERNAME, ...client.answer(begun.ChallengeParameters ?? {}, target) };
    await call('RespondToAuthChallenge', {
      ClientId: target.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses,
    });
  },
  refresh: () =>
    call('InitiateAuth', {
      ClientId: target.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: tokens().refreshToken },
    }),
  getUser: () => call('GetUser', { AccessToken: tokens().accessToken }),
  adminGetUser: () => signed('AdminGetUser', { UserPoolId: target.poolId, Username: someone() }),
  listUsers: () => signed('ListUsers', { UserPoolId: target.poolId, Limit: 60 }),
  adminGetUserByName: () => signed('AdminGetUser', { UserPoolId: target.poolId, Username: `user${anyone()}` }),
  adminGetUserByAlias: () =>
    signed('AdminGetUser', { UserPoolId: target.poolId, Username: `user${anyone()}@example.com` }),
  adminGetUserBySub: () => signed('AdminGetUser', { UserPoolId: target.poolId, Username: subOf(anyone()) }),
  listUsersInGroup: () => signed('ListUsersInGroup', { UserPoolId: target.poolId, GroupName: 'staff', Limit: 60 }),
  ...Object.fromEntries(
    Object.entries(searchedValues).flatMap(([name, valueOf]) => [
      [`listUsers ${name} =`, () => search(name, '=', valueOf(anyone()))],
      [`listUsers ${name} ^=`, () => search(name, '^=', valueOf(anyone()).slice(0, -1))],
    ]),
  ),
  signUp: () =>
    call('SignUp', {
      ClientId: target.clientId,
      Username: `new-${randomBytes(8).toString('hex')}`,
      Password: target.password,
    }),
};

const tokens = () =>
  /** @type {{ accessToken: string, refreshToken: string }} */ (signedIn[serial++ % signedIn.length]);

/** Signs some users in, whose tokens the others use. */
async function prepare() {
  signedIn = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { AuthenticationResult: result } = await passwordSignIn();
      return { accessToken: result?.AccessToken ?? '', refreshToken: result?.RefreshToken ?? '' };
    }),
  );
}

/** Keeps `inFlight` of an operation under way for some time.
 * @param {{ operation: string, seconds: number, inFlight: number }} what */
async function load({ operation, seconds, inFlight }) {
  const work = operations[operation];
  if (!work) throw new Error(`No operation ${operation}`);
  const latencies = /** @type {number[]} */ ([]);
  const end = performance.now() + seconds * 1000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        await work();
        latencies.push(performance.now() - start);
      }
    }),
  );
  latencies.sort((left, right) => left - right);
  const at = (/** @type {number} */ share) => latencies[Math.floor(latencies.length * share)] ?? 0;
  const took = (performance.now() - began) / 1000;
  return { count: latencies.length, seconds: took, p10: at(0.1), p50: at(0.5), p99: at(0.99) };
}

const sha256 = (/** @type {string} */ data) => createHash('sha256').update(data).digest('hex');

/** @param {string} operation @param {string} body */
function signatureOf(operation, body) {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const headers = {
    host: `localhost:${target.port}`,
    'x-amz-date': stamp,
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  const names = Object.keys(headers).join(';');
  const canonical = [
    'POST',
    '/',
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const scope = `${stamp.slice(0, 8)}/us-east-1/cognito-idp/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce(
      (derived, part) => createHmac('sha256', derived).update(part).digest(),
      /** @type {Buffer | string} */ (`AWS4${target.accessKey.secret}`),
    );
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  return {
    'x-amz-date': stamp,
    authorization: `AWS4-HMAC-SHA256 Credential=${target.accessKey.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** @param {{ target: Target } | { operation: string, seconds: number, inFlight: number }} message @returns {Promise<object>} */
async function obey(message) {
  if (!('target' in message)) return load(message);
  target = message.target;
  agent = agentFor(64);
  await prepare();
  return {};
}

process.on('message', (/** @type {Parameters<typeof obey>[0]} */ message) => {
  obey(message).then(
    (answer) => process.send?.(answer),
    (/** @type {unknown} */ error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
