import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  type ConfirmForgotPasswordCommandInput,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import type { Mailbox } from '../support/mailbox.js';
import type { TestPool } from '../support/pool.js';
import { brokenSecret, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { disable, setStatus } from '../support/user-states.js';

const address = 'maya@recovered.example.com';
const [first, second] = ['Correct-horse-1', 'Battery-staple-2'];
const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' };
const reused = { name: 'PasswordHistoryPolicyViolationException', message: 'Password has previously been used' };

/** Has a code sent to the one user of these tests. */
const requestCode = async (
  { anonymous, mailbox }: { anonymous: CognitoIdentityProviderClient; mailbox: Mailbox },
  { client }: TestPool,
): Promise<string> => {
  const Username = 'maya';
  await anonymous.send(new ForgotPasswordCommand({ ClientId: client.id, Username, ...client.secretHash(Username) }));
  return mailbox.code(address);
};

const confirm = (
  { client }: TestPool,
  ConfirmationCode: string,
  input: Partial<ConfirmForgotPasswordCommandInput> = {},
) =>
  new ConfirmForgotPasswordCommand({
    ClientId: client.id,
    Username: 'maya',
    ConfirmationCode,
    Password: second,
    ...input,
  });

const signIn = ({ client }: TestPool, password: string) =>
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.id,
    AuthParameters: { USERNAME: 'maya', PASSWORD: password },
  });

const stored = (pool: TestPool) => new AdminGetUserCommand({ UserPoolId: pool.id, Username: 'maya' });
const user = (pool: TestPool) => pool.user('maya', { attributes: { email: address } });

test('the new password works and the old one no more; tokens stay valid', async ({
  anonymous,
  clock,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool();
  const { accessToken } = await (await user(own)).signIn();
  const before = await cognito.send(stored(own));
  const code = await requestCode({ anonymous, mailbox }, own);
  clock.advanceSeconds(5);

  const { $metadata, ...output } = await anonymous.send(confirm(own, code));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  await anonymous.send(signIn(own, second));
  await expect(anonymous.send(signIn(own, first))).rejects.toMatchObject(
    notAuthorized('Incorrect username or password.'),
  );
  await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
  const after = await cognito.send(stored(own));
  expect(after.UserStatus).toBe('CONFIRMED');
  expect(after.UserLastModifiedDate?.getTime()).toBeGreaterThan(before.UserLastModifiedDate?.getTime() ?? Infinity);
});

test('a user whose password was reset is confirmed by it', async ({ anonymous, cognito, mailbox, pool, server }) => {
  const own = await pool();
  const { sub } = await user(own);
  await setStatus(server, own.id, sub, 'RESET_REQUIRED');

  await anonymous.send(confirm(own, await requestCode({ anonymous, mailbox }, own)));

  expect((await cognito.send(stored(own))).UserStatus).toBe('CONFIRMED');
  await anonymous.send(signIn(own, second));
});

test('forgets the failed passwords that lock the user', async ({ anonymous, mailbox, pool }) => {
  const own = await pool();
  await user(own);
  for (let failures = 0; failures < 8; failures += 1) await Promise.allSettled([anonymous.send(signIn(own, 'wrong'))]);
  await expect(anonymous.send(signIn(own, first))).rejects.toMatchObject(notAuthorized('Password attempts exceeded'));

  await anonymous.send(confirm(own, await requestCode({ anonymous, mailbox }, own)));

  await anonymous.send(signIn(own, second));
});

test('takes the address for a name, where it is one', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  await user(own);

  await anonymous.send(confirm(own, await requestCode({ anonymous, mailbox }, own), { Username: address }));

  await anonymous.send(signIn(own, second));
});

describe('the password', () => {
  test.for([
    ['Short-1', 'Password not long enough'],
    ['', 'Password not long enough'],
    ['battery-staple-2', 'Password must have uppercase characters'],
    ['BATTERY-STAPLE-2', 'Password must have lowercase characters'],
    ['Battery-staple', 'Password must have numeric characters'],
    ['Battery2staple', 'Password must have symbol characters'],
  ])('"%s" breaks the policy and leaves the code usable: %s', async ([Password, why], { anonymous, mailbox, pool }) => {
    const own = await pool();
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);

    await expect(anonymous.send(confirm(own, code, { Password }))).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password does not conform to policy: ${why}`,
    });

    await anonymous.send(signIn(own, first));
    await anonymous.send(confirm(own, code));
  });

  test('must not be one of the last ones, and that leaves the code usable', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 1 } } });
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);

    await expect(anonymous.send(confirm(own, code, { Password: first }))).rejects.toMatchObject(reused);

    await anonymous.send(confirm(own, code));
    const next = await requestCode({ anonymous, mailbox }, own);
    await anonymous.send(confirm(own, next, { Password: first }));
  });

  test('is looked at only when the code is right', async ({ anonymous, mailbox, pool }) => {
    const own = await pool();
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');

    await expect(anonymous.send(confirm(own, wrong, { Password: 'short' }))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
  });
});

describe('is refused', () => {
  test('by a code that was used', async ({ anonymous, mailbox, pool }) => {
    const own = await pool();
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);
    await anonymous.send(confirm(own, code));

    await expect(anonymous.send(confirm(own, code, { Password: first }))).rejects.toMatchObject(expired);

    await anonymous.send(signIn(own, second));
  });

  test('by a code that an administrator made void with a new password', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool();
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya', Password: first, Permanent: true }),
    );

    await expect(anonymous.send(confirm(own, code))).rejects.toMatchObject(expired);
  });

  test('without a code that was asked for', async ({ anonymous, pool }) => {
    const own = await pool();
    await user(own);

    await expect(anonymous.send(confirm(own, '123456'))).rejects.toMatchObject(expired);
  });

  test('to a user who is not confirmed', async ({ anonymous, pool }) => {
    const own = await pool();
    await anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'maya', Password: first }));

    await expect(anonymous.send(confirm(own, '123456'))).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
  });

  test('to a user who is disabled', async ({ anonymous, mailbox, pool, server }) => {
    const own = await pool();
    const { sub } = await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);
    disable(server, sub);

    await expect(anonymous.send(confirm(own, code))).rejects.toMatchObject(notAuthorized('User is disabled.'));
  });

  test('to nobody', async ({ anonymous, pool }) => {
    await expect(anonymous.send(confirm(await pool(), '123456'))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });

  test('without a client that exists', async ({ anonymous, pool }) => {
    await expect(anonymous.send(confirm(await pool(), '123456', { ClientId: 'nobody' }))).rejects.toMatchObject(
      missingClient('nobody'),
    );
  });

  test('without the secret hash of a client with a secret', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ client: { GenerateSecret: true } });
    await user(own);
    const code = await requestCode({ anonymous, mailbox }, own);

    await expect(anonymous.send(confirm(own, code))).rejects.toMatchObject(
      notAuthorized(`Client ${own.client.id} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(anonymous.send(confirm(own, code, own.client.secretHash('noor')))).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${own.client.id}`),
    );
    await anonymous.send(confirm(own, code, own.client.secretHash('maya')));
  });

  test('with a password of another form', async ({ anonymous, pool }) => {
    const own = await pool();

    await expect(anonymous.send(confirm(own, '123456', { Password: 'ends-blank ' }))).rejects.toMatchObject(
      brokenSecret('password', 'Member must satisfy regular expression pattern: [\\S]+'),
    );
    await expect(anonymous.send(confirm(own, '123456', { Password: 'x'.repeat(257) }))).rejects.toMatchObject(
      brokenSecret('password', 'Member must have length less than or equal to 256'),
    );
  });

  test('with all that is missing named at once', async ({ raw }) => {
    const { json } = await raw('ConfirmForgotPassword', {});

    expect(json).toEqual({
      __type: 'InvalidParameterException',
      message:
        "4 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must not be null; " +
        "Value at 'username' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'confirmationCode' failed to satisfy constraint: Member must not be null; " +
        "Value at 'password' failed to satisfy constraint: Member must not be null",
    });
  });
});
