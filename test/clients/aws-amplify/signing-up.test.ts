import {
  autoSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  signUp,
  updateUserAttributes,
} from 'aws-amplify/auth';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const userAttributes = { email: 'maya@example.com' };
const mailed = { attributeName: 'email', deliveryMedium: 'EMAIL', destination: 'm***@e***' };

test('a user signs up, confirms by the code in the mail, is signed in, and signs out everywhere', async ({
  configure,
  mailbox,
  pool,
}) => {
  await configure(await pool({ AutoVerifiedAttributes: ['email'] }));

  const { nextStep, userId } = await signUp({ ...account, options: { userAttributes, autoSignIn: true } });
  expect(nextStep).toEqual({ signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails: mailed });
  await expect(confirmSignUp({ username: 'maya', confirmationCode: '000000' })).rejects.toMatchObject(
    refusal('CodeMismatchException', 'Invalid verification code provided, please try again.'),
  );
  expect(
    await confirmSignUp({ username: 'maya', confirmationCode: await mailbox.code(userAttributes.email) }),
  ).toMatchObject({ isSignUpComplete: true, nextStep: { signUpStep: 'COMPLETE_AUTO_SIGN_IN' } });

  expect(await autoSignIn()).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
  expect(await getCurrentUser()).toMatchObject({ userId, username: 'maya' });
  const { tokens, userSub } = await fetchAuthSession();
  expect(userSub).toBe(userId);
  expect(tokens?.accessToken.payload).toMatchObject({ sub: userId, username: 'maya', token_use: 'access' });
  expect(tokens?.idToken?.payload).toMatchObject({ email: userAttributes.email, email_verified: true });

  await signOut({ global: true });
  await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
});

test('the code is sent again', async ({ configure, mailbox, pool }) => {
  await configure(await pool({ AutoVerifiedAttributes: ['email'] }));
  await signUp({ ...account, options: { userAttributes } });

  expect(await resendSignUpCode({ username: 'maya' })).toEqual(mailed);
  const confirmationCode = await mailbox.code(userAttributes.email);
  expect(await confirmSignUp({ username: 'maya', confirmationCode })).toMatchObject({ isSignUpComplete: true });
});

test('a sign-up is refused in AWS’s words', async ({ configure, pool }) => {
  await configure(await pool());
  await expect(signUp({ username: 'maya', password: 'short' })).rejects.toMatchObject(
    refusal('InvalidPasswordException', 'Password did not conform with policy: Password not long enough'),
  );
  await signUp(account);
  await expect(signUp(account)).rejects.toMatchObject(refusal('UsernameExistsException', 'User already exists'));
  await expect(signIn(account)).resolves.toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_UP' } });
});

test('a user changes, verifies and deletes attributes, and the account', async ({ configure, mailbox, pool }) => {
  const its = await pool({ AutoVerifiedAttributes: ['email'] });
  await configure(its);
  await its.user('maya', { attributes: { email: 'maya@example.com', nickname: 'May' } });
  await signIn(account);

  expect(await updateUserAttributes({ userAttributes: { email: 'new@example.com', nickname: 'Em' } })).toEqual({
    email: {
      isUpdated: false,
      nextStep: {
        updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
        codeDeliveryDetails: { attributeName: 'email', deliveryMedium: 'EMAIL', destination: 'n***@e***' },
      },
    },
    nickname: { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } },
  });
  expect(await fetchUserAttributes()).toMatchObject({ email_verified: 'false', nickname: 'Em' });
  await sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
  await confirmUserAttribute({
    userAttributeKey: 'email',
    confirmationCode: await mailbox.code('new@example.com'),
  });
  await deleteUserAttributes({ userAttributeKeys: ['nickname'] });
  const attributes = await fetchUserAttributes();
  expect(attributes).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
  expect(attributes).not.toHaveProperty('nickname');

  await deleteUser();
  await expect(signIn(account)).rejects.toMatchObject(refusal('UserNotFoundException', 'User does not exist.'));
});
