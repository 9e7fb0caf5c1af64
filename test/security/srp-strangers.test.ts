import { onTestFinished, vi } from 'vitest';
import { outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const hidden: PoolSettings = { client: { PreventUserExistenceErrors: 'ENABLED' } };
const wrong = 'NotAuthorizedException: Incorrect username or password.';

const challengeOf = async (own: TestPool, name: string) => (await startBySrp(publicApi, own, name)).parameters;

/** What stays the same of a stranger's challenge. */
const fixed = async (own: TestPool, name: string) => {
  const { SALT, USERNAME } = await challengeOf(own, name);
  return { SALT, USERNAME };
};

test('a stranger is challenged like a user, and every proof fails', async ({ pool }) => {
  const own = await pool(hidden);
  const exchange = await startBySrp(publicApi, own, 'nobody');

  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(exchange.parameters).toEqual({
    SALT: expect.stringMatching(/^[1-9a-f][0-9a-f]{0,31}$/),
    SRP_B: expect.stringMatching(/^[1-9a-f][0-9a-f]{1,767}$/),
    SECRET_BLOCK: expect.any(String),
    USERNAME: expect.stringMatching(uuid),
    USER_ID_FOR_SRP: exchange.parameters['USERNAME'],
  });
  expect(await outcomeOf(exchange.answer('Correct-horse-1'))).toBe(wrong);
  expect(await outcomeOf((await startBySrp(publicApi, own, 'nobody')).answer(''))).toBe(wrong);
});

test('a stranger answers under the name that was typed, or the one that was made up', async ({ pool }) => {
  const own = await pool(hidden);
  await own.user('maya');
  for (const [name, outcome] of [
    ['nobody', wrong],
    ['maya', 'NotAuthorizedException: Invalid session for the user.'],
    ['somebody', 'NotAuthorizedException: Invalid session for the user.'],
  ] as const) {
    const exchange = await startBySrp(publicApi, own, 'nobody');
    expect(await outcomeOf(exchange.answer('Correct-horse-1', { responses: { USERNAME: name } }))).toBe(outcome);
  }
});

test('a stranger is the same one each time, in each pool another', async ({ pool }) => {
  const [own, other] = [await pool(hidden), await pool(hidden)];
  const first = await fixed(own, 'nobody');
  expect(await fixed(own, 'nobody')).toEqual(first);
  for (const another of [await fixed(own, 'Nobody'), await fixed(own, 'noone'), await fixed(other, 'nobody')]) {
    expect(another.SALT).not.toBe(first.SALT);
    expect(another.USERNAME).not.toBe(first.USERNAME);
  }
});

test('in a pool that ignores case a stranger is one in any case', async ({ pool }) => {
  const own = await pool({ ...hidden, UsernameConfiguration: { CaseSensitive: false } });
  const [quiet, loud] = [await challengeOf(own, 'nobody'), await challengeOf(own, 'NOBODY')];
  expect(loud['SALT']).toBe(quiet['SALT']);
  expect(loud['USERNAME']).toBe(quiet['USERNAME']);
});

test('the challenges of users and strangers have the same form and size', async ({ pool }) => {
  const own = await pool({ ...hidden, UsernameAttributes: ['email'] });
  await own.user('maya@example.com');
  await own.user(`${'m'.repeat(100)}@example.com`);
  const names = ['maya@example.com', `${'m'.repeat(100)}@example.com`, 'nobody@example.com', 'n'.repeat(5_000)];
  const challenges = await Promise.all(names.map((name) => challengeOf(own, name)));

  for (const name of ['SECRET_BLOCK', 'USERNAME', 'USER_ID_FOR_SRP'] as const)
    expect(new Set(challenges.map((parameters) => parameters[name]?.length)).size, name).toBe(1);
  expect(new Set(challenges.map((parameters) => Object.keys(parameters).join())).size).toBe(1);
});

test('names of any length make a block of one size', async ({ pool }) => {
  const own = await pool();
  const names = ['a', 'м'.repeat(128), '"'.repeat(128), '😀'.repeat(64)];
  for (const name of names) await own.user(name);
  const blocks = await Promise.all(names.map(async (name) => (await challengeOf(own, name))['SECRET_BLOCK']));
  expect(new Set(blocks.map((block) => block?.length)).size).toBe(1);
});

test('a stranger who becomes a user between challenge and proof stays a stranger', async ({ pool }) => {
  const own = await pool(hidden);
  const exchange = await startBySrp(publicApi, own, 'maya');
  const { password } = await own.user('maya');
  expect(await outcomeOf(exchange.answer(password))).toBe(wrong);
});

test('the password of a stranger is hashed like that of a user', async ({ pool, server }) => {
  const own = await pool(hidden);
  const maya = await own.user('maya');
  const { passwords } = server.io;
  const hashed = [vi.spyOn(passwords, 'verify'), vi.spyOn(passwords, 'verifyDummy')];
  onTestFinished(() => hashed.forEach((spy) => spy.mockRestore()));
  const counts: number[][] = [];
  for (const name of ['maya', 'nobody']) {
    expect(await outcomeOf(startByPassword(publicApi, own, { name, password: `not ${maya.password}` }))).toBe(wrong);
    counts.push(hashed.map((spy) => spy.mock.calls.length));
  }
  expect(counts).toEqual([
    [1, 0],
    [1, 1],
  ]);
});
