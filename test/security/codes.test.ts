import {
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe } from 'vitest';
import { asList } from '../support/attributes.js';
import type { Mailbox } from '../support/mailbox.js';
import type { PoolSettings, TestClient, TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const settings: PoolSettings = { AutoVerifiedAttributes: ['email'] };
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' };
const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};

interface World {
  readonly anonymous: CognitoIdentityProviderClient;
  readonly mailbox: Mailbox;
}

/** One thing that a code is for. */
interface Purpose {
  /** Makes a user who is sent a code. */
  begin(world: World, pool: TestPool, name: string): Promise<string>;
  /** Has another one sent. */
  again(world: World, pool: TestPool, name: string): Promise<string>;
  /** Shows a code. */
  use(world: World, client: TestClient, name: string, code: string): Promise<unknown>;
  readonly attemptsAnHour: number;
  readonly validSeconds: number;
}

const addressOf = (name: string) => `${name}@codes.example.com`;

const signUp: Purpose = {
  async begin({ anonymous, mailbox }, { client }, name) {
    await anonymous.send(
      new SignUpCommand({
        ClientId: client.id,
        Username: name,
        Password: 'Correct-horse-1',
        UserAttributes: asList({ email: addressOf(name) }),
      }),
    );
    return mailbox.code(addressOf(name));
  },
  async again({ anonymous, mailbox }, { client }, name) {
    await anonymous.send(new ResendConfirmationCodeCommand({ ClientId: client.id, Username: name }));
    return mailbox.code(addressOf(name));
  },
  use: ({ anonymous }, { id }, name, ConfirmationCode) =>
    anonymous.send(new ConfirmSignUpCommand({ ClientId: id, Username: name, ConfirmationCode })),
  attemptsAnHour: 15,
  validSeconds: 86_400,
};

const reset: Purpose = {
  async begin(world, pool, name) {
    await pool.user(name, { attributes: { email: addressOf(name) } });
    return reset.again(world, pool, name);
  },
  async again({ anonymous, mailbox }, { client }, name) {
    await anonymous.send(new ForgotPasswordCommand({ ClientId: client.id, Username: name }));
    return mailbox.code(addressOf(name));
  },
  use: ({ anonymous }, { id }, name, ConfirmationCode) =>
    anonymous.send(
      new ConfirmForgotPasswordCommand({
        ClientId: id,
        Username: name,
        ConfirmationCode,
        Password: 'Battery-staple-2',
      }),
    ),
  attemptsAnHour: 20,
  validSeconds: 3600,
};

/** The code after this one; never the same. */
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Makes something until it differs: two codes are the same one time in a million. */
const untilOther = async (code: string, make: () => Promise<string>): Promise<string> => {
  const made = await make();
  return made === code ? untilOther(code, make) : made;
};

describe.for([
  ['sign-up', signUp],
  ['a forgotten password', reset],
] as const)('the code of %s', ([, purpose]) => {
  test('works once', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const code = await purpose.begin(world, own, 'maya');

    await purpose.use(world, own.client, 'maya', code);

    await expect(purpose.use(world, own.client, 'maya', code)).rejects.toMatchObject({
      name: expect.stringMatching(/^(ExpiredCode|NotAuthorized)Exception$/) as string,
    });
  });

  test('works no more when a newer one was sent', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const earlier = await purpose.begin(world, own, 'maya');
    const code = await untilOther(earlier, () => purpose.again(world, own, 'maya'));

    await expect(purpose.use(world, own.client, 'maya', earlier)).rejects.toMatchObject(mismatch);
    await purpose.use(world, own.client, 'maya', code);
  });

  test('works to the last second of its time, and not after it', async ({ anonymous, clock, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const [inTime, late] = [await purpose.begin(world, own, 'maya'), await purpose.begin(world, own, 'noor')];

    clock.advanceSeconds(purpose.validSeconds - 10);
    await purpose.use(world, own.client, 'maya', inTime);
    clock.advanceSeconds(11);
    await expect(purpose.use(world, own.client, 'noor', late)).rejects.toMatchObject(expired);
    await expect(purpose.use(world, own.client, 'noor', otherThan(late))).rejects.toMatchObject(expired);
  });

  test('works for its own user only', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const theirs = await purpose.begin(world, own, 'noor');
    const code = await purpose.begin(world, own, 'maya');
    if (code !== theirs) await expect(purpose.use(world, own.client, 'maya', theirs)).rejects.toMatchObject(mismatch);

    await purpose.use(world, own.client, 'maya', code);
    await purpose.use(world, own.client, 'noor', theirs);
  });

  test('works in its own pool only', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const [own, other] = [await pool(settings), await pool(settings)];
    const theirs = await purpose.begin(world, other, 'maya');
    const code = await untilOther(theirs, () => purpose.begin(world, own, 'maya'));

    await expect(purpose.use(world, own.client, 'maya', theirs)).rejects.toMatchObject(mismatch);
    await purpose.use(world, own.client, 'maya', code);
  });

  test('can be guessed so often an hour, by whatever client; it works again in the next, if it is good', async ({
    anonymous,
    clock,
    mailbox,
    pool,
  }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const [client, other] = [own.client, await own.newClient()];
    const code = await purpose.begin(world, own, 'maya');
    for (let guess = 0; guess < purpose.attemptsAnHour; guess += 1)
      await expect(purpose.use(world, guess % 2 === 0 ? client : other, 'maya', otherThan(code))).rejects.toMatchObject(
        mismatch,
      );
    for (const from of [client, other])
      await expect(purpose.use(world, from, 'maya', code)).rejects.toMatchObject(limitExceeded);

    clock.advanceSeconds(3601);
    const used = purpose.use(world, client, 'maya', code);
    if (purpose.validSeconds > 3600) await used;
    else await expect(used).rejects.toMatchObject(expired);
  });

  test('guesses at one user lock no other', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const [code, theirs] = [await purpose.begin(world, own, 'maya'), await purpose.begin(world, own, 'noor')];
    for (let guess = 0; guess < purpose.attemptsAnHour; guess += 1)
      await Promise.allSettled([purpose.use(world, own.client, 'maya', otherThan(code))]);

    await purpose.use(world, own.client, 'noor', theirs);
  });

  test('thirty parallel guesses are thirty counted guesses', async ({ anonymous, mailbox, pool }) => {
    const world = { anonymous, mailbox };
    const own = await pool(settings);
    const code = await purpose.begin(world, own, 'maya');
    const guesses = Array.from({ length: 30 }, (_, index) =>
      String((Number(code) + index + 1) % 1_000_000).padStart(6, '0'),
    );

    const outcomes = await Promise.allSettled(guesses.map((guess) => purpose.use(world, own.client, 'maya', guess)));

    const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).name : 'used'));
    expect(names.filter((name) => name === 'CodeMismatchException')).toHaveLength(purpose.attemptsAnHour);
    expect(names.filter((name) => name === 'LimitExceededException')).toHaveLength(30 - purpose.attemptsAnHour);
    await expect(purpose.use(world, own.client, 'maya', code)).rejects.toMatchObject(limitExceeded);
  });
});

test('the code of one purpose is no code of the other', async ({ anonymous, mailbox, pool }) => {
  const world = { anonymous, mailbox };
  const own = await pool(settings);
  const signUpCode = await signUp.begin(world, own, 'maya');
  const resetCode = await reset.begin(world, own, 'noor');

  await expect(reset.use(world, own.client, 'maya', signUpCode)).rejects.toMatchObject({
    name: 'UserNotConfirmedException',
  });
  await expect(signUp.use(world, own.client, 'noor', resetCode)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
  });
  await signUp.use(world, own.client, 'maya', signUpCode);
  const laterCode = await untilOther(signUpCode, () => reset.again(world, own, 'maya'));
  await expect(reset.use(world, own.client, 'maya', signUpCode)).rejects.toMatchObject(mismatch);
  await reset.use(world, own.client, 'maya', laterCode);
});

test('guesses at one purpose are not counted for the other', async ({ anonymous, mailbox, pool }) => {
  const world = { anonymous, mailbox };
  const own = await pool(settings);
  const code = await signUp.begin(world, own, 'maya');
  for (let guess = 0; guess < 14; guess += 1)
    await Promise.allSettled([signUp.use(world, own.client, 'maya', otherThan(code))]);
  await signUp.use(world, own.client, 'maya', code);

  const resetCode = await reset.again(world, own, 'maya');
  for (let guess = 0; guess < 19; guess += 1)
    await expect(reset.use(world, own.client, 'maya', otherThan(resetCode))).rejects.toMatchObject(mismatch);
  await reset.use(world, own.client, 'maya', resetCode);
});

test('parallel requests for codes are counted one by one', async ({ anonymous, pool, server }) => {
  const own = await pool(settings);
  await own.user('maya', { attributes: { email: addressOf('maya') } });

  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      anonymous.send(new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' })),
    ),
  );

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await server.store.outbox.inbox({ poolId: own.id, last: 50 })).toHaveLength(5);
});
