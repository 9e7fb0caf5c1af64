import { hash as argon2Hash } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { createPasswords, parseArgon2Parameters } from './passwords.js';

const cheap = { memoryKibibytes: 64, passes: 1, lanes: 1 };
const passwords = createPasswords({ parameters: cheap, slots: 1 });

describe('the parameters', () => {
  test.each([
    ['m=19456,t=2,p=1', { memoryKibibytes: 19_456, passes: 2, lanes: 1 }],
    ['m=64,t=1,p=8', { memoryKibibytes: 64, passes: 1, lanes: 8 }],
  ])('are read from %s', (text, parameters) => {
    expect(parseArgon2Parameters(text)).toEqual(parameters);
  });

  test.each([
    '',
    'm=19456',
    't=2,m=19456,p=1',
    'm=19456,t=2,p=1,',
    'm=0,t=2,p=1',
    'm=19456,t=0,p=1',
    'm=19456,t=2,p=0',
    'm=7,t=1,p=1',
    'm=64,t=1,p=9',
    'm=19456,t=2,p=256',
    'm=4294967296,t=2,p=1',
  ])('are not read from %j', (text) => {
    expect(parseArgon2Parameters(text)).toBeUndefined();
  });
});

test('a hash is Argon2id in PHC form, salted, and proves its password only', async () => {
  const [first, second] = [await passwords.hash('Пароль 1!'), await passwords.hash('Пароль 1!')];

  expect(first).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(first).not.toBe(second);
  expect(await passwords.verify(first, 'Пароль 1!')).toBe(true);
  expect(await passwords.verify(first, 'пароль 1!')).toBe(false);
  expect(await passwords.verify(first, '')).toBe(false);
});

test('a hash of other parameters proves its password too', async () => {
  const foreign = await argon2Hash('secret', { memoryCost: 128, timeCost: 2, parallelism: 1 });

  expect(await passwords.verify(foreign, 'secret')).toBe(true);
});

test('the dummy is never right', async () => {
  expect(await passwords.verifyDummy('')).toBe(false);
  expect(await passwords.verifyDummy('secret')).toBe(false);
});

test('the real parameters work', async () => {
  const parameters = parseArgon2Parameters('m=19456,t=2,p=1') ?? cheap;
  const real = createPasswords({ parameters, slots: 1 });

  expect(await real.verify(await real.hash('secret'), 'secret')).toBe(true);
  expect(await real.verifyDummy('secret')).toBe(false);
});

test.each([
  [{ ...cheap, memoryKibibytes: 63 }, true],
  [cheap, false],
  [{ ...cheap, memoryKibibytes: 128, passes: 3 }, false],
])('a hash of %j is worth replacing: %s', async (parameters, expected) => {
  const made = await createPasswords({ parameters, slots: 1 }).hash('secret');

  expect(passwords.needsRehash(made)).toBe(expected);
});

describe('under load', () => {
  const tooMany: unknown = expect.objectContaining({ type: 'TooManyRequestsException', message: 'Rate exceeded' });

  test('what finds the queue full is refused, the rest is answered', async () => {
    const busy = createPasswords({ parameters: cheap, slots: 1, maxWaiting: 2 });

    const results = await Promise.allSettled(Array.from({ length: 10 }, () => busy.verifyDummy('secret')));

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const result of results.slice(3)) expect(result).toMatchObject({ reason: tooMany });
    expect(await busy.verifyDummy('secret')).toBe(false);
  });

  test('what waits past its deadline is refused', async () => {
    const slow = createPasswords({
      parameters: { memoryKibibytes: 19_456, passes: 20, lanes: 1 },
      slots: 1,
      maxWaitMilliseconds: 1,
    });
    const first = slow.hash('secret');

    await expect(slow.hash('secret')).rejects.toEqual(tooMany);
    expect(await first).toMatch(/^\$argon2id/);
  });
});
