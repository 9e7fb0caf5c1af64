import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  type ForgotPasswordCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList, sms } from '../support/attributes.js';
import type { PoolSettings, TestPool } from '../support/pool.js';
import { brokenSecret, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { disable, setStatus } from '../support/user-states.js';

const email = { email: 'maya@forgot.example.com' };
const phone = { phone_number: '+15555550301', phone_number_verified: 'true' };
const noChannel = invalid(
  'Cannot reset password for the user as there is no registered/verified email or phone_number',
);

const forgot = ({ client }: TestPool, input: Partial<ForgotPasswordCommandInput> = {}) =>
  new ForgotPasswordCommand({ ClientId: client.id, Username: 'maya', ...input });

const recovery = (...names: ('verified_email' | 'verified_phone_number' | 'admin_only')[]): PoolSettings => ({
  ...sms,
  AccountRecoverySetting: {
    RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
  },
});

test('sends a code; the password and the status stay as they are', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { email: 'maya@reset.example.com' } });

  const { $metadata, ...output } = await anonymous.send(forgot(own));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({
    CodeDeliveryDetails: { Destination: 'm***@r***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  });
  const [mail, ...more] = await mailbox.to('maya@reset.example.com');
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'Your verification code',
    html: expect.stringMatching(/^Your verification code is \d{6}\. $/) as string,
  });
  await maya.signIn();
  const { UserStatus } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(UserStatus).toBe('CONFIRMED');
});

test.for([['maya'], ['maya@forgot.example.com'], ['+15555550301']])(
  'finds the user by name or alias: %s',
  async ([Username], { anonymous, pool }) => {
    const own = await pool({ AliasAttributes: ['email', 'phone_number'] });
    await own.user('maya', { attributes: { ...email, ...phone } });

    const { CodeDeliveryDetails } = await anonymous.send(forgot(own, { Username }));

    expect(CodeDeliveryDetails?.Destination).toBe('m***@f***');
  },
);

test('a newer code replaces the one before', async ({ anonymous, mailbox, pool }) => {
  const own = await pool();
  await own.user('maya', { attributes: email });
  await anonymous.send(forgot(own));
  const earlier = await mailbox.code('maya@forgot.example.com');

  await anonymous.send(forgot(own));

  const code = await mailbox.code('maya@forgot.example.com');
  const confirm = (ConfirmationCode: string) =>
    anonymous.send(
      new ConfirmForgotPasswordCommand({
        ClientId: own.client.id,
        Username: 'maya',
        ConfirmationCode,
        Password: 'Battery-staple-2',
      }),
    );
  // One time in a million the new code is the same.
  if (code !== earlier) await expect(confirm(earlier)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirm(code);
});

test('a user whose password an administrator reset gets a code', async ({ anonymous, pool, server }) => {
  const own = await pool();
  const { sub } = await own.user('maya', { attributes: email });
  await setStatus(server, own.id, sub, 'RESET_REQUIRED');

  const { CodeDeliveryDetails } = await anonymous.send(forgot(own));

  expect(CodeDeliveryDetails?.AttributeName).toBe('email');
});

test('five times an hour, and five more in the next', async ({ anonymous, clock, mailbox, pool }) => {
  const own = await pool();
  await own.user('maya', { attributes: { email: 'maya@forgetful.example.com' } });
  for (let sent = 0; sent < 5; sent += 1) await anonymous.send(forgot(own));

  await expect(anonymous.send(forgot(own))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  });

  expect(await mailbox.to('maya@forgetful.example.com')).toHaveLength(5);
  clock.advanceSeconds(3601);
  await anonymous.send(forgot(own));
});

describe('the code goes to', () => {
  const unverified = { ...email, email_verified: 'false' };
  const cases: [string, PoolSettings, Record<string, string>, 'EMAIL' | 'SMS' | undefined][] = [
    ['the e-mail by default', sms, { ...email, ...phone }, 'EMAIL'],
    ['the phone, where the e-mail is not verified', sms, { ...unverified, ...phone }, 'SMS'],
    ['nobody, where nothing is verified', sms, unverified, undefined],
    ['nobody, without any address', sms, {}, undefined],
    ['the first mechanism', recovery('verified_phone_number', 'verified_email'), { ...email, ...phone }, 'SMS'],
    ['the second, where the first has no address', recovery('verified_phone_number', 'verified_email'), email, 'EMAIL'],
    ['nobody, where the only mechanism has no address', recovery('verified_email'), phone, undefined],
    ['the phone first in the legacy mode', { ...sms, AccountRecoverySetting: {} }, { ...email, ...phone }, 'SMS'],
    ['the e-mail in the legacy mode without a phone', { ...sms, AccountRecoverySetting: {} }, email, 'EMAIL'],
  ];

  test.for(cases)('%s', async ([, settings, attributes, medium], { anonymous, pool }) => {
    const own = await pool(settings);
    await own.user('maya', { attributes });

    const asked = anonymous.send(forgot(own));

    if (medium) expect((await asked).CodeDeliveryDetails?.DeliveryMedium).toBe(medium);
    else await expect(asked).rejects.toMatchObject(noChannel);
  });

  test('the administrator, who resets passwords alone', async ({ anonymous, pool }) => {
    const own = await pool(recovery('admin_only'));
    await own.user('maya', { attributes: email });

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(
      notAuthorized('Contact administrator to reset password.'),
    );
  });

  test('no phone in a pool that sends no SMS', async ({ anonymous, pool }) => {
    const own = await pool();
    await own.user('maya', { attributes: phone });

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(
      invalid('User pool does not have SMS configuration to send messages.'),
    );
  });
});

describe('is refused', () => {
  test('to a user who still has a temporary password', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: own.id,
        Username: 'maya',
        UserAttributes: asList({ ...email, email_verified: 'true' }),
      }),
    );

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(
      notAuthorized('User password cannot be reset in the current state.'),
    );
  });

  test('to a user of another identity provider', async ({ anonymous, pool, server }) => {
    const own = await pool();
    const { sub } = await own.user('maya', { attributes: email });
    await setStatus(server, own.id, sub, 'EXTERNAL_PROVIDER');

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(
      notAuthorized('User password cannot be reset in the current state.'),
    );
  });

  test('to a user who is not confirmed, whose address is not verified', async ({ anonymous, pool }) => {
    const own = await pool();
    await anonymous.send(
      new SignUpCommand({
        ClientId: own.client.id,
        Username: 'maya',
        Password: 'Correct-horse-1',
        UserAttributes: asList(email),
      }),
    );

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(noChannel);
  });

  test('to a user who is disabled', async ({ anonymous, pool, server }) => {
    const own = await pool();
    disable(server, (await own.user('maya', { attributes: email })).sub);

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(notAuthorized('User is disabled.'));
  });

  test('to nobody', async ({ anonymous, pool }) => {
    await expect(anonymous.send(forgot(await pool()))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });

  test('without a client that exists', async ({ anonymous, pool }) => {
    await expect(anonymous.send(forgot(await pool(), { ClientId: 'nobody' }))).rejects.toMatchObject(
      missingClient('nobody'),
    );
  });

  test('without the secret hash of a client with a secret', async ({ anonymous, pool }) => {
    const own = await pool({ client: { GenerateSecret: true } });
    await own.user('maya', { attributes: email });

    await expect(anonymous.send(forgot(own))).rejects.toMatchObject(
      notAuthorized(`Client ${own.client.id} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(anonymous.send(forgot(own, own.client.secretHash('noor')))).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${own.client.id}`),
    );
    await anonymous.send(forgot(own, own.client.secretHash('maya')));
  });

  test('with a name of another form', async ({ anonymous, pool }) => {
    await expect(anonymous.send(forgot(await pool(), { Username: 'maya b' }))).rejects.toMatchObject(
      brokenSecret('username', 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
    );
  });
});
