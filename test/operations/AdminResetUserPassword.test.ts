import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { sms } from '../support/attributes.js';
import { userNotFound } from '../support/groups.js';
import { brokenSecret, invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';

const resetRequired = {
  name: 'PasswordResetRequiredException',
  message: 'Password reset required for the user',
};
const cannotReset = invalid(
  'Cannot reset password for the user as there is no registered/verified email or phone_number',
);

test('the password is of no use until the user sets another by the code', async ({
  anonymous,
  clock,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool();
  const email = `maya@${own.id.toLowerCase()}.example.com`;
  const maya = await own.user('maya', { attributes: { email } });
  const { accessToken } = await maya.signIn();
  const of = { UserPoolId: own.id, Username: 'maya' };
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(
    new AdminResetUserPasswordCommand({ ...of, ClientMetadata: { from: 'desk' } }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await mailbox.mail(email)).toMatchObject({ subject: 'Your verification code' });
  const user = await cognito.send(new AdminGetUserCommand(of));
  expect(user.UserStatus).toBe('RESET_REQUIRED');
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  await expect(maya.signIn()).rejects.toMatchObject(resetRequired);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(resetRequired);

  await anonymous.send(
    new ConfirmForgotPasswordCommand({
      ClientId: own.client.id,
      Username: 'maya',
      ConfirmationCode: await mailbox.code(email),
      Password: 'Another-horse-2',
    }),
  );
  expect((await cognito.send(new AdminGetUserCommand(of))).UserStatus).toBe('CONFIRMED');
  await expect(maya.signIn()).rejects.toMatchObject(notAuthorized('Incorrect username or password.'));
});

test('again sends a new code, and the one before is void', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool({ ...sms, AccountRecoverySetting: {} });
  await own.user('maya', { attributes: { phone_number: '+15555550133', phone_number_verified: 'true' } });
  const of = { UserPoolId: own.id, Username: 'maya' };
  const before = (await mailbox.to('+15555550133')).length;
  const codes: string[] = [];
  while (codes.length < 2) {
    await cognito.send(new AdminResetUserPasswordCommand(of));
    codes.push(await mailbox.code('+15555550133'));
  }
  expect(await mailbox.to('+15555550133')).toHaveLength(before + 2);

  const confirm = (ConfirmationCode = '') =>
    anonymous.send(
      new ConfirmForgotPasswordCommand({
        ClientId: own.client.id,
        Username: 'maya',
        ConfirmationCode,
        Password: 'Another-horse-2',
      }),
    );
  if (codes[0] !== codes[1]) await expect(confirm(codes[0])).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirm(codes[1]);
});

test('refuses a disabled user', async ({ cognito, pool }) => {
  const own = await pool();
  await own.user('maya', { attributes: { email: 'maya@example.com' } });
  await cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  await expect(
    cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya' })),
  ).rejects.toMatchObject(notAuthorized('User is disabled'));
});

test.for(['UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER'] as const)(
  'refuses a user who is %s',
  async (status, { cognito, pool, server }) => {
    const own = await pool();
    const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
    await setStatus(server, own.id, maya.sub, status);
    await expect(
      cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya' })),
    ).rejects.toMatchObject(notAuthorized('User password cannot be reset in the current state.'));
  },
);

test.for([{}, { email: 'maya@example.com', email_verified: 'false' }])(
  'refuses a user who cannot be sent a code: %o',
  async (attributes, { cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya', { attributes });
    await expect(
      cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya' })),
    ).rejects.toMatchObject(cannotReset);
    await maya.signIn();
  },
);

test('refuses a code by SMS where the pool sends none, and leaves the password', async ({ cognito, pool }) => {
  const own = await pool({ AccountRecoverySetting: {} });
  const maya = await own.user('maya', { attributes: { phone_number: '+15555550134', phone_number_verified: 'true' } });
  await expect(
    cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya' })),
  ).rejects.toMatchObject(invalid('User pool does not have SMS configuration to send messages.'));
  await maya.signIn();
});

test('wants a user who exists', async ({ cognito, pool }) => {
  const { id } = await pool();
  const reset = (Username: string) => cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: id, Username }));
  await expect(reset('maya')).rejects.toMatchObject(userNotFound);
  await expect(reset('x'.repeat(129))).rejects.toMatchObject(
    brokenSecret('username', 'Member must have length less than or equal to 128'),
  );
});

testAccess('AdminResetUserPassword', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminResetUserPassword', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
