import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  confirmResetPassword,
  confirmSignIn,
  fetchAuthSession,
  resetPassword,
  signIn,
  signOut,
  updatePassword,
} from 'aws-amplify/auth';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const email = 'maya@example.com';
const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
const wrong = refusal('NotAuthorizedException', 'Incorrect username or password.');

test.for(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
  'a user signs in by %s',
  async (authFlowType, { configure, pool }) => {
    const its = await pool();
    await configure(its);
    const { sub } = await its.user('maya');

    await expect(
      signIn({ username: 'maya', password: 'Wrong-horse-1', options: { authFlowType } }),
    ).rejects.toMatchObject(wrong);
    expect(await signIn({ ...account, options: { authFlowType } })).toEqual(done);
    expect((await fetchAuthSession()).userSub).toBe(sub);
  },
);

test('a temporary password is replaced', async ({ cognito, configure, pool }) => {
  const its = await pool();
  await configure(its);
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: its.id,
      Username: 'maya',
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
    }),
  );

  const { nextStep } = await signIn({ username: 'maya', password: 'Temporary-1' });
  expect(nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED' });
  expect(await confirmSignIn({ challengeResponse: account.password })).toEqual(done);
  await signOut();
  expect(await signIn(account)).toEqual(done);
});

test('a user changes the password', async ({ configure, pool }) => {
  const its = await pool();
  await configure(its);
  await its.user('maya');
  await signIn(account);

  await expect(updatePassword({ oldPassword: 'Wrong-horse-1', newPassword: 'Better-horse-2' })).rejects.toMatchObject(
    wrong,
  );
  await updatePassword({ oldPassword: account.password, newPassword: 'Better-horse-2' });

  await signOut();
  await expect(signIn(account)).rejects.toMatchObject(wrong);
  expect(await signIn({ username: 'maya', password: 'Better-horse-2' })).toEqual(done);
});

test('a forgotten password is replaced by a code', async ({ configure, mailbox, pool }) => {
  const its = await pool();
  await configure(its);
  await its.user('maya', { attributes: { email } });

  expect(await resetPassword({ username: 'maya' })).toEqual({
    isPasswordReset: false,
    nextStep: {
      resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
      codeDeliveryDetails: { attributeName: 'email', deliveryMedium: 'EMAIL', destination: 'm***@e***' },
    },
  });
  await confirmResetPassword({
    username: 'maya',
    confirmationCode: await mailbox.code(email),
    newPassword: 'Better-horse-2',
  });
  expect(await signIn({ username: 'maya', password: 'Better-horse-2' })).toEqual(done);
});
