import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import type { TestPool } from '../support/pool.js';
import { brokenSecret, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';

const [first, second] = ['Correct-horse-1', 'Battery-staple-2'];
const reused = { name: 'PasswordHistoryPolicyViolationException', message: 'Password has previously been used' };
const named = (pool: TestPool) => ({ UserPoolId: pool.id, Username: 'maya' });

const set = (pool: TestPool, Password: string, Permanent?: boolean) =>
  new AdminSetUserPasswordCommand({ ...named(pool), Password, ...(Permanent !== undefined && { Permanent }) });

const signIn = ({ client }: TestPool, password: string) =>
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.id,
    AuthParameters: { USERNAME: 'maya', PASSWORD: password },
  });

test('a permanent password is in force at once; tokens stay valid', async ({ anonymous, clock, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const before = await cognito.send(new AdminGetUserCommand(named(own)));
  clock.advanceSeconds(5);

  const { $metadata, ...output } = await cognito.send(set(own, second, true));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  await anonymous.send(signIn(own, second));
  await expect(anonymous.send(signIn(own, first))).rejects.toMatchObject(
    notAuthorized('Incorrect username or password.'),
  );
  await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
  const after = await cognito.send(new AdminGetUserCommand(named(own)));
  expect(after.UserStatus).toBe('CONFIRMED');
  expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
});

test.for([[undefined], [false]])(
  'a temporary one (Permanent: %s) must be changed',
  async ([Permanent], { anonymous, cognito, pool }) => {
    const own = await pool();
    await own.user('maya');

    await cognito.send(set(own, second, Permanent));

    const { UserStatus } = await cognito.send(new AdminGetUserCommand(named(own)));
    expect(UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect((await anonymous.send(signIn(own, second))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  },
);

test.for([
  [{}, 7],
  [{ TemporaryPasswordValidityDays: 2 }, 2],
  [{ TemporaryPasswordValidityDays: 0 }, 7],
] as const)(
  'a temporary one in a pool with %j is good for %i days',
  async ([policy, days], { anonymous, clock, cognito, pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, ...policy } } });
    await own.user('maya');
    await cognito.send(set(own, second));

    clock.advanceSeconds(days * 86_400 - 60);
    expect((await anonymous.send(signIn(own, second))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    clock.advanceSeconds(120);
    await expect(anonymous.send(signIn(own, second))).rejects.toMatchObject(
      notAuthorized('Temporary password has expired and must be reset by an administrator.'),
    );
  },
);

describe('a permanent password confirms', () => {
  test('a user who signed up', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: first }));

    await cognito.send(set(own, second, true));

    expect((await cognito.send(new AdminGetUserCommand(named(own)))).UserStatus).toBe('CONFIRMED');
    await anonymous.send(signIn(own, second));
  });

  test('a user who was invited', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await cognito.send(new AdminCreateUserCommand(named(own)));

    await cognito.send(set(own, second, true));

    await anonymous.send(signIn(own, second));
  });

  test.for(['RESET_REQUIRED', 'EXTERNAL_PROVIDER'] as const)(
    'a user who is %s',
    async (status, { cognito, pool, server }) => {
      const own = await pool();
      const { sub } = await own.user('maya');
      await setStatus(server, own.id, sub, status);

      await cognito.send(set(own, second, true));

      expect((await cognito.send(new AdminGetUserCommand(named(own)))).UserStatus).toBe('CONFIRMED');
    },
  );
});

describe('the history', () => {
  test('holds permanent passwords, those before a temporary one as well', async ({ cognito, pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } });
    await own.user('maya', { password: 'password-1' });
    await cognito.send(set(own, 'password-2', true));

    for (const Password of ['password-1', 'password-2'])
      await expect(cognito.send(set(own, Password, true))).rejects.toMatchObject(reused);
    await cognito.send(set(own, 'password-1'));
    await cognito.send(set(own, 'temporary-2'));
    for (const Password of ['password-1', 'password-2'])
      await expect(cognito.send(set(own, Password, true))).rejects.toMatchObject(reused);
    await cognito.send(set(own, 'temporary-2', true));
    await cognito.send(set(own, 'password-1', true));
  });

  test('of one password is the last one', async ({ cognito, pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 1 } } });
    await own.user('maya', { password: 'password-1' });

    await cognito.send(set(own, 'temporary-1'));
    await expect(cognito.send(set(own, 'password-1', true))).rejects.toMatchObject(reused);
    await cognito.send(set(own, 'password-2', true));
    await cognito.send(set(own, 'password-1', true));
  });

  test('is not there without the setting', async ({ cognito, pool }) => {
    const own = await pool();
    await own.user('maya', { password: first });

    await cognito.send(set(own, first, true));
  });
});

test.for([
  ['Short-1', 'Password not long enough'],
  ['', 'Password not long enough'],
  ['battery-staple-2', 'Password must have uppercase characters'],
  ['BATTERY-STAPLE-2', 'Password must have lowercase characters'],
  ['Battery-staple', 'Password must have numeric characters'],
  ['Battery2staple', 'Password must have symbol characters'],
] as const)('"%s" breaks the policy, permanent or not: %s', async ([Password, why], { anonymous, cognito, pool }) => {
  const own = await pool();
  await own.user('maya');

  for (const permanent of [true, false])
    await expect(cognito.send(set(own, Password, permanent))).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password does not conform to policy: ${why}`,
    });

  await anonymous.send(signIn(own, first));
});

test('a user who does not exist comes before the policy', async ({ cognito, pool }) => {
  await expect(cognito.send(set(await pool(), 'short', true))).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
});

test('takes an alias for a name', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  await own.user('maya', { attributes: { email: 'maya@example.com' } });

  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: own.id,
      Username: 'maya@example.com',
      Password: second,
      Permanent: true,
    }),
  );

  await anonymous.send(signIn(own, second));
});

test('wants a password of the right form', async ({ cognito, pool }) => {
  const own = await pool();

  await expect(cognito.send(set(own, ' blank-first'))).rejects.toMatchObject(
    brokenSecret('password', 'Member must satisfy regular expression pattern: [\\S]+'),
  );
  await expect(cognito.send(set(own, 'x'.repeat(257)))).rejects.toMatchObject(
    brokenSecret('password', 'Member must have length less than or equal to 256'),
  );
});

const input = ({ id }: TestPool) => ({ UserPoolId: id, Username: 'maya', Password: second });
testAccess('AdminSetUserPassword', input);
testVisibility('AdminSetUserPassword', input);
