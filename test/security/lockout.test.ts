import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, vi } from 'vitest';
import type { Poolhouse } from '#app.js';
import { startByChoice } from '../support/choice.js';
import { takesCodes } from '../support/one-time-code-tests.js';
import { present, type TestPool } from '../support/pool.js';
import { clock } from '../support/poolhouse.js';
import { adminApi, outcomeOf, publicApi, type SignInApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

beforeEach(() => clock.stop());

const wrong = 'NotAuthorizedException: Incorrect username or password.';
const exceeded = 'NotAuthorizedException: Password attempts exceeded';
const right = 'Correct-horse-1';

/** Stops the server's clock: a lock of a second would end while a slow machine still guesses. */
const stopped = async <T>(work: () => Promise<T>): Promise<T> => {
  const now = clock.now();
  const spy = vi.spyOn(clock, 'now').mockReturnValue(now);
  try {
    return await work();
  } finally {
    spy.mockRestore();
  }
};

const byPassword = (own: TestPool, password: string, name = 'maya', api: SignInApi = publicApi): Promise<string> =>
  outcomeOf(startByPassword(api, own, { name, password }));

const bySrp = (own: TestPool, password: string, api: SignInApi = publicApi): Promise<string> =>
  outcomeOf(startBySrp(api, own, 'maya').then((exchange) => exchange.answer(password)));

/** Guesses wrong until the name is locked for 32 seconds, waiting for the end of each lock. */
const failTenTimes = async (own: TestPool, name = 'maya'): Promise<void> => {
  for (let failures = 1; failures <= 10; failures += 1) {
    expect(await byPassword(own, 'Wrong-horse-1', name)).toBe(wrong);
    if (failures >= 5 && failures < 10) clock.advanceSeconds(2 ** (failures - 5));
  }
};

const lockedUntil = async ({ store }: Poolhouse, own: TestPool): Promise<Date | undefined> =>
  (await store.signIns.find(present(await store.pools.find(own.id)), 'maya', { typedKey: '', deviceKey: undefined }))
    .lockedUntil;

test('from the fifth failure on each one locks twice as long, up to 15 minutes', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  const seconds: (number | undefined)[] = [];
  for (let failures = 1; failures <= 17; failures += 1)
    await stopped(async () => {
      expect(await byPassword(own, 'Wrong-horse-1')).toBe(wrong);
      const until = await lockedUntil(server, own);
      seconds.push(until && (until.getTime() - clock.now().getTime()) / 1000);
    }).then(() => clock.advanceSeconds(seconds.at(-1) ?? 0));

  const none = undefined;
  expect(seconds).toEqual([none, none, none, none, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

test('inside a lock nothing helps, nothing counts and nothing lengthens it', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  await failTenTimes(own);
  const until = await lockedUntil(server, own);

  clock.advanceSeconds(10);
  for (const api of [publicApi, adminApi]) {
    for (const password of [right, 'Wrong-horse-1'])
      expect(await byPassword(own, password, 'maya', api)).toBe(exceeded);
    await expect(startBySrp(api, own, 'maya')).rejects.toMatchObject({ message: 'Password attempts exceeded' });
  }
  expect(await lockedUntil(server, own)).toEqual(until);
  clock.advanceSeconds(22);
  expect(await byPassword(own, 'Wrong-horse-1')).toBe(wrong);
  const next = present(await lockedUntil(server, own)).getTime() - clock.now().getTime();
  expect(next).toBeGreaterThan(32_000);
  expect(next).toBeLessThanOrEqual(64_000);
});

test('a lock holds to its last millisecond, and then counts and admits again', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  for (let failures = 1; failures <= 5; failures += 1) await byPassword(own, 'Wrong-horse-1');
  const end = present(await lockedUntil(server, own));

  clock.stopAt(end, -1);
  expect(await byPassword(own, right)).toBe(exceeded);
  clock.stopAt(end);
  expect(await byPassword(own, 'Wrong-horse-1')).toBe(wrong);
  const next = present(await lockedUntil(server, own));
  expect(next.getTime() - end.getTime()).toBe(2000);
  clock.stopAt(next, -1);
  expect(await byPassword(own, right)).toBe(exceeded);
  clock.stopAt(next);
  expect(await byPassword(own, right)).toBe('tokens');
});

test('inside a lock another first factor cannot be chosen, and the session waits for its end', async ({
  pool,
  server,
}) => {
  const own = await pool(takesCodes);
  await own.user('maya', { password: right, attributes: { email: 'maya@example.com' } });
  const { Session: session } = await startByChoice(publicApi, own, 'maya');
  for (let failures = 1; failures <= 5; failures += 1) await byPassword(own, 'Wrong-horse-1');
  const end = present(await lockedUntil(server, own));
  const choose = (responses: Record<string, string>) =>
    outcomeOf(
      publicApi.respond(own, {
        challenge: 'SELECT_CHALLENGE',
        session,
        responses: { USERNAME: 'maya', ...responses },
      }),
    );

  clock.stopAt(end, -1);
  expect(await choose({ ANSWER: 'EMAIL_OTP' })).toBe(exceeded);
  expect(await choose({ ANSWER: 'PASSWORD', PASSWORD: 'Wrong-horse-1' })).toBe(exceeded);
  clock.stopAt(end);
  expect(await choose({ ANSWER: 'EMAIL_OTP' })).toBe('EMAIL_OTP');
});

test('a proof begun before the lock is refused inside it, and good after it', async ({ pool }) => {
  const own = await pool({ client: { AuthSessionValidity: 15 } });
  await own.user('maya', { password: right });
  const exchange = await startBySrp(publicApi, own, 'maya');
  await failTenTimes(own);
  expect(await outcomeOf(exchange.answer(right))).toBe(exceeded);
  expect(await outcomeOf(exchange.answer('Wrong-horse-1'))).toBe(exceeded);
  clock.advanceSeconds(33);
  expect(await outcomeOf(exchange.answer(right))).toBe('tokens');
});

test('a sign-in after the lock forgets the failures', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  for (const signIn of [byPassword, bySrp]) {
    await failTenTimes(own);
    clock.advanceSeconds(33);
    expect(await signIn(own, right)).toBe('tokens');
    for (let failures = 1; failures <= 4; failures += 1) expect(await byPassword(own, 'Wrong-horse-1')).toBe(wrong);
    expect(await lockedUntil(server, own)).toBeUndefined();
    expect(await signIn(own, right)).toBe('tokens');
  }
});

test('15 minutes without a failure forget those before', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  const fail = () => byPassword(own, 'Wrong-horse-1');

  for (let failures = 1; failures <= 4; failures += 1) await fail();
  clock.advanceSeconds(890);
  await fail();
  expect(await lockedUntil(server, own)).toBeDefined();
  clock.advanceSeconds(890);
  await fail();
  expect(await lockedUntil(server, own)).toBeDefined();
  clock.advanceSeconds(903);
  for (let failures = 1; failures <= 4; failures += 1) expect(await fail()).toBe(wrong);
  expect(await lockedUntil(server, own)).toBeUndefined();
});

test('passwords in clear, SRP and both APIs share one counter, and so do the names of a user', async ({
  pool,
  server,
}) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const { sub } = await own.user('maya', { password: right, attributes: { email: 'maya@example.com' } });
  await stopped(async () => {
    expect(await byPassword(own, 'Wrong-horse-1', 'maya@example.com')).toBe(wrong);
    expect(await byPassword(own, 'Wrong-horse-1', sub, adminApi)).toBe(wrong);
    expect(await bySrp(own, 'Wrong-horse-1')).toBe(wrong);
    expect(await bySrp(own, 'Wrong-horse-1', adminApi)).toBe(wrong);
    expect(await lockedUntil(server, own)).toBeUndefined();
    expect(await byPassword(own, 'Wrong-horse-1', 'maya')).toBe(wrong);
    expect(await byPassword(own, right, 'maya@example.com')).toBe(exceeded);
  });
});

test('a lock is of one user, in one pool', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  await own.user('maya', { password: right });
  await own.user('noah', { password: right });
  await other.user('maya', { password: right });
  await failTenTimes(own);
  expect(await byPassword(own, right, 'noah')).toBe('tokens');
  expect(await byPassword(other, right)).toBe('tokens');
});

test('names that nobody bears lock like those of users', async ({ pool }) => {
  const own = await pool({
    UsernameConfiguration: { CaseSensitive: false },
    client: { PreventUserExistenceErrors: 'ENABLED' },
  });
  await own.user('maya', { password: right });
  const story = async (name: string): Promise<string[]> =>
    stopped(async () => {
      const told: string[] = [];
      // In a pool that ignores case all spellings are one name.
      for (const spelling of [name, name.toUpperCase(), name, name.toUpperCase(), name, name.toUpperCase()])
        told.push(await byPassword(own, 'Wrong-horse-1', spelling));
      told.push(await outcomeOf(startBySrp(publicApi, own, name).then((exchange) => exchange.answer('x'))));
      clock.advanceSeconds(1);
      return told;
    });

  const told = await story('maya');
  expect(told).toEqual([wrong, wrong, wrong, wrong, wrong, exceeded, exceeded]);
  expect(await story('nobody')).toEqual(told);
});

test('where the client shows who exists, a name that nobody bears is never locked', async ({ pool }) => {
  const own = await pool();
  for (let tries = 1; tries <= 7; tries += 1)
    expect(await byPassword(own, 'Wrong-horse-1', 'nobody')).toBe('UserNotFoundException: User does not exist.');
});

test('thirty wrong guesses at once are counted until they lock', async ({ pool }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  const guesses = Array.from({ length: 30 }, (_, index) => `Wrong-horse-${index}`);
  const outcomes = await stopped(() => Promise.all(guesses.map((guess) => byPassword(own, guess))));
  expect(outcomes.filter((outcome) => outcome === wrong)).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === exceeded)).toHaveLength(25);
});

test('thirty wrong proofs at once are counted until they lock', async ({ pool }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  const exchanges = await Promise.all(Array.from({ length: 30 }, () => startBySrp(publicApi, own, 'maya')));
  const outcomes = await stopped(() =>
    Promise.all(exchanges.map((exchange) => outcomeOf(exchange.answer('Wrong-horse-1')))),
  );
  expect(outcomes.filter((outcome) => outcome === wrong)).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === exceeded)).toHaveLength(25);
});

test('the right guess behind thirty wrong ones at once is refused', async ({ pool, server }) => {
  const own = await pool();
  await own.user('maya', { password: right });
  const guesses = [...Array.from({ length: 30 }, (_, index) => `Wrong-horse-${index}`), right];
  const outcomes = await stopped(() => Promise.all(guesses.map((guess) => byPassword(own, guess))));
  expect(outcomes.at(-1)).toBe(exceeded);
  expect(await lockedUntil(server, own)).toBeDefined();
});

test('the right guess behind thirty wrong ones does not show by the state of its user', async ({ anonymous, pool }) => {
  const own = await pool();
  await anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: right }));
  const guesses = [...Array.from({ length: 30 }, (_, index) => `Wrong-horse-${index}`), right];
  const outcomes = await stopped(() => Promise.all(guesses.map((guess) => byPassword(own, guess))));
  expect(outcomes.at(-1)).toBe(exceeded);
});
