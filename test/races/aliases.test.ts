import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList, asRecord } from '../support/attributes.js';
import type { Mailbox } from '../support/mailbox.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const aliased: PoolSettings = { AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] };
const address = 'shared@races.example.com';
const verified = { email: address, email_verified: 'true' };

/** Registers users who all give one address; each gets a code of its own. */
const signUpAll = async (
  { anonymous, mailbox }: { anonymous: CognitoIdentityProviderClient; mailbox: Mailbox },
  { client }: TestPool,
  names: readonly string[],
): Promise<{ Username: string; ConfirmationCode: string }[]> => {
  const users: { Username: string; ConfirmationCode: string }[] = [];
  for (const Username of names) {
    await anonymous.send(
      new SignUpCommand({
        ClientId: client.id,
        Username,
        Password: 'Correct-horse-1',
        UserAttributes: asList({ email: address }),
      }),
    );
    users.push({ Username, ConfirmationCode: await mailbox.code(address) });
  }
  return users;
};

/** Checks that one user has the address verified, and that it leads there. Returns that user's name. */
const holderOf = async (cognito: CognitoIdentityProviderClient, { id }: TestPool): Promise<string | undefined> => {
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: id }));
  const holders = Users.filter(({ Attributes }) => asRecord(Attributes)['email_verified'] === 'true');
  expect(holders).toHaveLength(1);
  const { Username } = await cognito.send(new AdminGetUserCommand({ UserPoolId: id, Username: address }));
  expect(holders[0]?.Username).toBe(Username);
  return Username;
};

const names = ['maya', 'noor', 'ola', 'pia', 'quy'];

test('of confirmations at once that claim one address, one succeeds', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(aliased);
  const users = await signUpAll({ anonymous, mailbox }, own, names);

  const outcomes = await Promise.allSettled(
    users.map((user) => anonymous.send(new ConfirmSignUpCommand({ ClientId: own.client.id, ...user }))),
  );

  const confirmed = names.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect(confirmed).toEqual([await holderOf(cognito, own)]);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({
        name: 'AliasExistsException',
        message: 'An account with the given email already exists.',
      });
});

test('of forced confirmations at once all succeed, and one keeps the address', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(aliased);
  await own.user('before', { attributes: { email: address } });
  const users = await signUpAll({ anonymous, mailbox }, own, names);

  await Promise.all(
    users.map((user) =>
      anonymous.send(new ConfirmSignUpCommand({ ClientId: own.client.id, ...user, ForceAliasCreation: true })),
    ),
  );

  expect(names).toContain(await holderOf(cognito, own));
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id }));
  expect(new Set(Users.map(({ UserStatus }) => UserStatus))).toEqual(new Set(['CONFIRMED']));
});

test('administrators and users who force one address at once all succeed, and one keeps it', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(aliased);
  const users = await signUpAll({ anonymous, mailbox }, own, names.slice(0, 3));

  await Promise.all([
    ...users.map((user) =>
      anonymous.send(new ConfirmSignUpCommand({ ClientId: own.client.id, ...user, ForceAliasCreation: true })),
    ),
    ...['by-admin-1', 'by-admin-2', 'by-admin-3'].map((Username) =>
      cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: own.id,
          Username,
          UserAttributes: asList(verified),
          ForceAliasCreation: true,
          MessageAction: 'SUPPRESS',
        }),
      ),
    ),
  ]);

  await holderOf(cognito, own);
});

test('an address that is verified while its user is deleted is free afterwards', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool(aliased);
  for (const ForceAliasCreation of [false, true, false, true, false, true]) {
    const [user] = await signUpAll({ anonymous, mailbox }, own, ['maya']);
    const named = { UserPoolId: own.id, Username: 'maya' };

    const [confirmation, deletion] = await Promise.allSettled([
      anonymous.send(
        new ConfirmSignUpCommand({
          ClientId: own.client.id,
          Username: 'maya',
          ConfirmationCode: user?.ConfirmationCode,
          ForceAliasCreation,
        }),
      ),
      cognito.send(new AdminDeleteUserCommand(named)),
    ]);

    expect(deletion.status).toBe('fulfilled');
    if (confirmation.status === 'rejected')
      expect((confirmation.reason as Error).name).toMatch(/^(ExpiredCode|UserNotFound)Exception$/);
    await cognito.send(
      new AdminCreateUserCommand({ ...named, UserAttributes: asList(verified), MessageAction: 'SUPPRESS' }),
    );
    await cognito.send(new AdminDeleteUserCommand(named));
  }
});
