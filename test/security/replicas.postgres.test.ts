import { AdminCreateUserCommand, DeleteUserPoolClientSecretCommand } from '@aws-sdk/client-cognito-identity-provider';
import pg from 'pg';
import { afterAll, beforeAll, vi } from 'vitest';
import { createPoolhouse, openConfiguredStore, type Poolhouse } from '#app.js';
import { readConfig } from '#config.js';
import { advanceKeys } from '#jobs/rotate-keys.js';
import { silentLog } from '#lib/log.js';
import { rotateKeys } from '#services/key-rotation.js';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { engineEnv, rootKey } from '../support/engine.js';
import { answerCode, otherCode, smsPool } from '../support/mfa.js';
import { poolMaker, present, type TestPool } from '../support/pool.js';
import { clock } from '../support/poolhouse.js';
import { recycledKeys } from '../support/recycled-keys.js';
import { sdkClient } from '../support/sdk-client.js';
import { outcomeOf, publicApiOf, type SignInApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const exceeded = 'NotAuthorizedException: Password attempts exceeded';
const usedOnce = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
const right = 'Correct-horse-1';

interface Replica {
  readonly server: Poolhouse;
  readonly api: SignInApi;
}

let replicas: readonly [Replica, Replica];
let databaseUrl: string;

beforeAll(async () => {
  const env = await engineEnv(`replicas_${process.env['VITEST_POOL_ID'] ?? '0'}`);
  databaseUrl = present(env['DATABASE_URL']);
  const config = readConfig(env);
  const keySource = await recycledKeys();
  const start = async (): Promise<Replica> => {
    const store = await openConfiguredStore(config, silentLog, clock);
    const server = createPoolhouse({ config, store, log: silentLog, rootKey, clock, keySource });
    return { server, api: publicApiOf(sdkClient(server.fetch)) };
  };
  replicas = [await start(), await start()];
});

afterAll(() => Promise.all(replicas.map(({ server }) => server.close())));

const newPool = (): Promise<TestPool> => {
  const client = sdkClient(replicas[0].server.fetch);
  return poolMaker(client, client)();
};

const inTurns = (index: number): SignInApi => present(replicas[index % 2]).api;

const guess = (own: TestPool, index: number, password: string): Promise<string> =>
  outcomeOf(startByPassword(inTurns(index), own, { name: 'maya', password }));

const stopped = async <T>(work: () => Promise<T>): Promise<T> => {
  const spy = vi.spyOn(clock, 'now').mockReturnValue(clock.now());
  try {
    return await work();
  } finally {
    spy.mockRestore();
  }
};

test('replicas share the failures of a user, and the lock', async () => {
  const own = await newPool();
  await own.user('maya', { password: right });
  await stopped(async () => {
    for (let index = 0; index < 5; index += 1) expect(await guess(own, index, 'Wrong-horse-1')).toBe(wrong);
    expect(await guess(own, 0, right)).toBe(exceeded);
    expect(await guess(own, 1, right)).toBe(exceeded);
  });
  clock.advanceSeconds(1);
  expect(await guess(own, 1, right)).toBe('tokens');
  expect(await guess(own, 0, 'Wrong-horse-1')).toBe(wrong);
});

test('thirty wrong guesses at once over two replicas are counted until they lock', async () => {
  const own = await newPool();
  await own.user('maya', { password: right });
  const outcomes = await stopped(() =>
    Promise.all(Array.from({ length: 30 }, (_, index) => guess(own, index, 'Wrong-horse-1'))),
  );
  expect(outcomes.filter((outcome) => outcome === wrong)).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === exceeded)).toHaveLength(25);
});

test('a block that one replica made is answered at another, once', async () => {
  const own = await newPool();
  await own.user('maya', { password: right });
  const exchange = await startBySrp(replicas[0].api, own, 'maya');
  const { parameters } = exchange;
  const other = await startBySrp(replicas[1].api, own, 'maya');
  expect(other.parameters['SECRET_BLOCK']).not.toBe(parameters['SECRET_BLOCK']);

  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, index) => outcomeOf(exchange.answer(right, { api: inTurns(index) }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === usedOnce)).toHaveLength(7);
});

test('a session that one replica made is answered at another, once', async () => {
  const own = await newPool();
  const user = { UserPoolId: own.id, Username: 'maya', TemporaryPassword: right, MessageAction: 'SUPPRESS' } as const;
  await sdkClient(replicas[0].server.fetch).send(new AdminCreateUserCommand(user));
  const { Session: session } = await startByPassword(replicas[0].api, own, { name: 'maya', password: right });

  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      outcomeOf(
        inTurns(index).respond(own, {
          challenge: 'NEW_PASSWORD_REQUIRED',
          session,
          responses: { USERNAME: 'maya', NEW_PASSWORD: `Racing-horse-${index}` },
        }),
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === usedOnce)).toHaveLength(7);
});

test('a user who is disabled between challenge and answer does not get in', async () => {
  const own = await newPool();
  const user = { UserPoolId: own.id, Username: 'maya', TemporaryPassword: right, MessageAction: 'SUPPRESS' } as const;
  await sdkClient(replicas[0].server.fetch).send(new AdminCreateUserCommand(user));
  const { Session: session } = await startByPassword(replicas[0].api, own, { name: 'maya', password: right });
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query('update users set enabled = false where pool_id = $1', [own.id]);
  await database.end();

  const responses = { USERNAME: 'maya', NEW_PASSWORD: 'Another-horse-2' };
  const answer = { challenge: 'NEW_PASSWORD_REQUIRED', session, responses } as const;
  expect(await outcomeOf(replicas[1].api.respond(own, answer))).toBe('NotAuthorizedException: User is disabled.');
});

test('a replica signs with new keys, and verifies with the old ones, a second after another one rotated them', async () => {
  const own = await newPool();
  const [first, second] = [replicas[0].server, replicas[1].server];
  const before = (await second.store.keys.signing(own.id, 'access')).kid;

  await rotateKeys(own.id, 600, first.io);
  clock.advanceSeconds(601);
  await advanceKeys(first.store, clock).run();
  clock.advanceSeconds(1);

  const { kid } = await second.store.keys.signing(own.id, 'access');
  expect(kid).not.toBe(before);
  expect(kid).toBe((await first.store.keys.signing(own.id, 'access')).kid);
  expect([...(await second.store.keys.verifying(own.id)).keys()]).toEqual(expect.arrayContaining([before, kid]));
});

test('a secret that one replica added or deleted is so at another within a second', async () => {
  const [first, second] = replicas;
  const cognito = sdkClient(first.server.fetch);
  const own = await poolMaker(cognito, cognito)({ client: { GenerateSecret: true } });
  const maya = await own.user('maya', { password: right });
  expect(await outcomeOf(startByPassword(second.api, own, maya))).toBe('tokens');

  const added = clientWith(own.client, present((await addSecret(cognito, own)).ClientSecretValue));
  clock.advanceSeconds(1);
  expect(await outcomeOf(startByPassword(second.api, own, maya, added))).toBe('tokens');

  const [oldest] = await listSecrets(cognito, own);
  const named = { UserPoolId: own.id, ClientId: own.client.id, ClientSecretId: oldest?.ClientSecretId };
  await cognito.send(new DeleteUserPoolClientSecretCommand(named));
  clock.advanceSeconds(1);
  expect(await outcomeOf(startByPassword(second.api, own, maya))).toMatch(/^NotAuthorizedException: Unable to verify/);
  expect(await outcomeOf(startByPassword(second.api, own, maya, added))).toBe('tokens');
});

test('replicas share the failures of a second factor, whatever sessions they were for, and the code that is right', async () => {
  const client = sdkClient(replicas[0].server.fetch);
  const own = await smsPool(poolMaker(client, client));
  const maya = await own.user('maya', { password: right, attributes: { phone_number: '+15550188' } });
  const codeSent = async (): Promise<string> => {
    const [sent] = await replicas[0].server.store.outbox.inbox({ to: '+15550188', last: 1 });
    return /\d{6}/.exec(sent?.message.medium === 'SMS' ? sent.message.text : '')?.[0] ?? '';
  };
  const outcomes: string[] = [];
  await stopped(async () => {
    const asked = [
      await startByPassword(replicas[0].api, own, maya),
      await startByPassword(replicas[1].api, own, maya),
    ];
    const code = await codeSent();
    for (let index = 0; index < 6; index += 1)
      outcomes.push(await outcomeOf(answerCode(inTurns(index), own, present(asked[index % 2]), otherCode(code))));
    for (const { api } of replicas)
      expect(await outcomeOf(answerCode(api, own, present(asked[1]), code))).toBe(exceeded);
  });
  expect(outcomes.slice(0, 5).every((outcome) => outcome.startsWith('CodeMismatchException'))).toBe(true);
  expect(outcomes[5]).toBe(exceeded);

  clock.advanceSeconds(1);
  const again = await startByPassword(replicas[0].api, own, maya);
  const code = await codeSent();
  const answers = await Promise.all(
    [0, 1, 2, 3].map((index) => outcomeOf(answerCode(inTurns(index), own, again, code))),
  );
  expect(answers.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
});
