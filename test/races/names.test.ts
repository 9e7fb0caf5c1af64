import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';
import { update } from '../support/updates.js';

const signUp = ({ client }: TestPool, Username: string, attributes: Record<string, string> = {}) =>
  new SignUpCommand({
    ClientId: client.id,
    Username,
    Password: 'Correct-horse-1',
    UserAttributes: asList(attributes),
  });

const create = (
  { id }: TestPool,
  Username: string,
  attributes: Record<string, string> = {},
  ForceAliasCreation = false,
) =>
  new AdminCreateUserCommand({
    UserPoolId: id,
    Username,
    UserAttributes: asList(attributes),
    MessageAction: 'SUPPRESS',
    ForceAliasCreation,
  });

const stored = ({ id }: TestPool, Username: string) => new AdminGetUserCommand({ UserPoolId: id, Username });

/** What became of requests that were sent at once: the errors by type and text, or `done`. */
const outcomes = async (requests: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(requests)).map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done';
    const { name, message } = outcome.reason as Error;
    return `${name}: ${message}`;
  });

const times = (number: number, outcome: string): string[] => Array.from({ length: number }, () => outcome);

describe('twenty sign-ups at once: one succeeds, the rest hear that the user exists', () => {
  const spellings = ['maya@example.com', 'Maya@example.com', 'MAYA@EXAMPLE.COM', 'maya@Example.com'];
  const cases: [string, PoolSettings, string[]][] = [
    ['of one name', {}, ['maya']],
    ['of one name in many spellings', { UsernameConfiguration: { CaseSensitive: false } }, ['maya', 'Maya', 'MAYA']],
    ['of one address', { UsernameAttributes: ['email'] }, ['maya@example.com']],
    [
      'of one address in many spellings',
      { UsernameAttributes: ['email', 'phone_number'], UsernameConfiguration: { CaseSensitive: false } },
      spellings,
    ],
  ];

  test.for(cases)('%s', async ([, settings, names], { anonymous, cognito, pool, server }) => {
    const own = await pool({ ...settings, AutoVerifiedAttributes: ['email'] });
    const attributes = settings.UsernameAttributes ? {} : { email: 'maya@example.com' };

    const results = await outcomes(
      Array.from({ length: 20 }, (_, index) =>
        anonymous.send(signUp(own, names[index % names.length] ?? '', attributes)),
      ),
    );

    expect(results.toSorted()).toEqual([...times(19, 'UsernameExistsException: User already exists'), 'done']);
    expect((await cognito.send(new ListUsersCommand({ UserPoolId: own.id }))).Users).toHaveLength(1);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));
    expect(UserPool?.EstimatedNumberOfUsers).toBe(1);
    expect(await server.store.outbox.inbox({ poolId: own.id, last: 30 })).toHaveLength(1);
  });
});

test('of sign-ups at once that share their second address, one succeeds', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });

  const results = await outcomes(
    Array.from({ length: 6 }, (_, index) =>
      anonymous.send(signUp(own, `user-${index}@example.com`, { phone_number: '+15555551234' })),
    ),
  );

  expect(results.toSorted()).toEqual([
    ...times(5, 'UsernameExistsException: An account with the given phone_number already exists.'),
    'done',
  ]);
  expect((await cognito.send(new ListUsersCommand({ UserPoolId: own.id }))).Users).toHaveLength(1);
});

describe('administrators at once', () => {
  test('make a user once', async ({ cognito, pool }) => {
    const own = await pool();

    const results = await outcomes(Array.from({ length: 5 }, () => cognito.send(create(own, 'maya'))));

    expect(results.toSorted()).toEqual([...times(4, 'UsernameExistsException: User account already exists'), 'done']);
  });

  test('make one user of an address that is a name', async ({ cognito, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'] });

    const results = await outcomes(
      [false, true, false, true].map((force) => cognito.send(create(own, 'maya@example.com', {}, force))),
    );

    expect(results.toSorted()).toEqual([
      ...times(3, 'UsernameExistsException: An account with the given email already exists.'),
      'done',
    ]);
  });

  test('give an alias once', async ({ cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const verified = { email: 'maya@example.com', email_verified: 'true' };

    const results = await outcomes(
      Array.from({ length: 5 }, (_, index) => cognito.send(create(own, `user-${index}`, verified))),
    );

    expect(results.toSorted()).toEqual([
      ...times(4, 'AliasExistsException: An account with the given email already exists.'),
      'done',
    ]);
    const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id }));
    expect(Users).toHaveLength(1);
    expect((await cognito.send(stored(own, 'maya@example.com'))).Username).toBe(Users?.[0]?.Username);
  });

  test('and a user who signs up make one user', async ({ anonymous, cognito, pool }) => {
    const own = await pool();

    const results = await outcomes([anonymous.send(signUp(own, 'maya')), cognito.send(create(own, 'maya'))]);

    expect(results.toSorted()).toEqual([
      expect.stringMatching(/^UsernameExistsException: User (account )?already exists$/),
      'done',
    ]);
  });
});

// docs/adr/0005
test.for(['UpdateUserAttributes', 'AdminCreateUser'])(
  'of a sign-up and a user who comes to prefer that name, by %s, one has it',
  async (operation, { anonymous, cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'] });
    const names = Array.from({ length: 8 }, (_, index) => `name-${index}`);
    const prefer = await Promise.all(
      names.map(async (name) => {
        if (operation === 'AdminCreateUser')
          return () => cognito.send(create(own, `prefers-${name}`, { preferred_username: name }));
        const { accessToken } = await (await own.user(`prefers-${name}`)).signIn();
        return () => update(anonymous, accessToken, { preferred_username: name });
      }),
    );

    await Promise.all(
      names.map(async (name, index) => {
        const requests = [async () => anonymous.send(signUp(own, name)), async () => prefer[index]?.()];
        const results = await outcomes((index % 2 === 0 ? requests : requests.toReversed()).map((send) => send()));

        expect(results.toSorted()).toEqual([
          expect.stringMatching(
            /^UsernameExistsException: User already exists|^AliasExistsException: An account with the given preferred_username already exists\.$/,
          ),
          'done',
        ]);
        const signedUp = results[index % 2 === 0 ? 0 : 1] === 'done';
        expect((await cognito.send(stored(own, name))).Username).toBe(signedUp ? name : `prefers-${name}`);
      }),
    );
  },
);

test('a sign-up while the user of that name is deleted succeeds or hears that it exists, and what it says is so', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool({ UsernameAttributes: ['email'] });
  const Username = 'maya@example.com';
  for (let round = 0; round < 8; round += 1) {
    await cognito.send(create(own, Username));

    const [deletion, ...signUps] = await Promise.allSettled([
      cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username })),
      ...Array.from({ length: 3 }, () => anonymous.send(signUp(own, Username))),
    ]);

    expect(deletion?.status).toBe('fulfilled');
    const subs = signUps.flatMap((outcome) =>
      outcome.status === 'fulfilled' && 'UserSub' in outcome.value ? [outcome.value.UserSub] : [],
    );
    for (const outcome of signUps)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'UsernameExistsException' });
    const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id }));
    expect(Users.map((user) => user.Username)).toEqual(subs);
    for (const sub of subs) await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: sub }));
  }
});
