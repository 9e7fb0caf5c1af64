import {
  AssociateSoftwareTokenCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, vi } from 'vitest';
import { createPoolhouse, openConfiguredStore, type Poolhouse } from '#app.js';
import { readConfig } from '#config.js';
import { defaultLimits } from '#domain/limits.js';
import { silentLog } from '#lib/log.js';
import { createRequestRates, type RequestRates } from '#services/request-rates.js';
import { engineEnv, rootKey } from '../support/engine.js';
import { totpPool } from '../support/mfa.js';
import { poolMaker, type TestPool } from '../support/pool.js';
import { clock } from '../support/poolhouse.js';
import { recycledKeys } from '../support/recycled-keys.js';
import { sdkClient } from '../support/sdk-client.js';
import { outcomeOf, publicApiOf, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const exceeded = 'TooManyRequestsException: Rate exceeded';
const rates = { UserAuthentication: 2, UserPoolRead: 1, UserResourceUpdate: 1 };

let limited: Poolhouse;

beforeAll(async () => {
  const env = await engineEnv(`rates_${process.env['VITEST_POOL_ID'] ?? '0'}`);
  const config = readConfig({ ...env, POOLHOUSE_LIMITS: JSON.stringify({ requestsPerSecond: rates }) });
  const store = await openConfiguredStore(config, silentLog, clock);
  limited = createPoolhouse({ config, store, log: silentLog, rootKey, clock, keySource: await recycledKeys() });
});
afterAll(() => limited.close());

const client = (region?: string) =>
  sdkClient((request) => limited.fetch(request), { maxAttempts: 1, ...(region !== undefined && { region }) });
const newPool = (): Promise<TestPool> => poolMaker(client(), client())();
const signIn = (pool: TestPool, name = 'maya'): Promise<string> =>
  outcomeOf(startByPassword(publicApiOf(client()), pool, { name, password: 'Correct-horse-1' }));
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** Within one second of the server's clock. */
const withinOneSecond = async <T>(work: () => Promise<T>): Promise<T> => {
  clock.advanceSeconds(1);
  const spy = vi.spyOn(clock, 'now').mockReturnValue(clock.now());
  try {
    return await work();
  } finally {
    spy.mockRestore();
  }
};

test('requests beyond the rate of their category are refused until the next second, in their pool alone', async () => {
  const [own, other] = [await newPool(), await newPool()];
  const maya = await own.user('maya');
  await other.user('maya');
  clock.advanceSeconds(1);
  const { accessToken: AccessToken } = await maya.signIn();

  await withinOneSecond(async () => {
    expect(await signIn(own)).toBe('tokens');
    expect(await signIn(own, 'nobody')).toContain('UserNotFoundException');
    expect(await signIn(own)).toBe(exceeded);
    expect(await signIn(own, 'nobody')).toBe(exceeded);
    expect(await signIn(other)).toBe('tokens');
    expect(await failure(client().send(new GetUserCommand({ AccessToken })))).toBe('done');
  });
  clock.advanceSeconds(1);
  expect(await signIn(own)).toBe('tokens');
});

test('answers to challenges have three times the rate, and then a part in that of sign-ins', async () => {
  const own = await newPool();
  const answer = () =>
    outcomeOf(publicApiOf(client()).respond(own, { challenge: 'NEW_PASSWORD_REQUIRED', session: 'x'.repeat(50) }));
  await withinOneSecond(async () => {
    const outcomes: string[] = [];
    for (let count = 0; count < 9; count += 1) outcomes.push(await answer());
    expect(outcomes.map((outcome) => outcome === exceeded)).toEqual([...Array<boolean>(8).fill(false), true]);
    expect(await signIn(own)).toBe(exceeded);
  });
});

test('a session that comes alone is counted in the pool that it is of', async () => {
  const sessionOf = async () => {
    const own = await totpPool(client(), poolMaker(client(), client()), 'ON');
    const maya = await own.user('maya');
    const { Session } = await startByPassword(publicApiOf(client()), own, maya);
    return { Session };
  };
  const [own, other] = [await sessionOf(), await sessionOf()];
  const associate = (by: { Session: string | undefined }) =>
    failure(client().send(new AssociateSoftwareTokenCommand(by)));
  await withinOneSecond(async () => {
    expect(await associate(own)).toBe('done');
    expect(await associate(own)).toBe(exceeded);
    expect(await associate(other)).toBe('done');
    expect(await associate({ Session: 'x'.repeat(50) })).toContain('NotAuthorizedException');
  });
});

test('administration is counted by pool, or by account and region, and nobody uses up what is not theirs', async () => {
  const { id, client: app } = await newPool();
  const describePool = (region?: string) =>
    failure(client(region).send(new DescribeUserPoolCommand({ UserPoolId: id })));
  const listPools = (region?: string) => failure(client(region).send(new ListUserPoolsCommand({ MaxResults: 1 })));
  await withinOneSecond(async () => {
    for (let count = 0; count < 3; count += 1)
      expect(await describePool('eu-local-1')).toContain('ResourceNotFoundException');
    expect(await describePool()).toBe('done');
    expect(await describePool()).toBe(exceeded);
    expect(await listPools()).toBe('done');
    expect(await listPools()).toBe(exceeded);
    expect(await listPools('eu-local-1')).toBe('done');
    const unlimited = new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: app.id });
    for (let count = 0; count < 5; count += 1) expect(await failure(client().send(unlimited))).toBe('done');
  });
});

const limitsOf = (UserRead: number) => ({
  ...defaultLimits,
  requestsPerSecond: { ...defaultLimits.requestsPerSecond, UserRead },
});

test.for([7, 250])('replicas share a rate of %i, whatever comes at once', async (limit) => {
  const { store } = limited;
  const replicas = [1, 2].map(() => createRequestRates({ store, clock, limits: limitsOf(limit) }));
  const spend = (replica: RequestRates | undefined) =>
    failure(replica?.spend('GetUser', async () => `pool of ${limit}`) ?? Promise.resolve());
  const outcomes = await withinOneSecond(() =>
    Promise.all(Array.from({ length: 2 * limit }, (_, index) => spend(replicas[index % 2]))),
  );
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(limit);
  expect(outcomes.filter((outcome) => outcome.endsWith('Rate exceeded'))).toHaveLength(limit);
});

test('a category without a rate asks nobody for anything', async () => {
  const refuse = () => Promise.reject(new Error('The store was asked'));
  const off = createRequestRates({ store: { requestRates: { take: refuse } }, clock, limits: defaultLimits });
  await expect(off.spend('GetUser', refuse)).resolves.toBeUndefined();
});
