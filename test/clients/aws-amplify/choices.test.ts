import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { customPool, passwordThenRiddle, riddle } from '../../support/custom-auth.js';
import type { PoolSettings } from '../../support/pool.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
const email = 'maya@example.com';
const riddleAsked = {
  isSignedIn: false,
  nextStep: {
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: { riddle: 'Who sleeps holding hands?' },
  },
};

test('a user signs in by custom challenges alone', async ({ configure, functions, pool }) => {
  const its = await customPool({ pool, functions }, riddle);
  await configure(its);
  await its.user('maya');

  const started = await signIn({ username: 'maya', options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } });
  expect(started).toMatchObject(riddleAsked);
  expect(await confirmSignIn({ challengeResponse: 'badger' })).toMatchObject(riddleAsked);
  expect(await confirmSignIn({ challengeResponse: 'otter' })).toEqual(done);
});

test('a user signs in by the password and then by custom challenges', async ({ configure, functions, pool }) => {
  const its = await customPool({ pool, functions }, passwordThenRiddle);
  await configure(its);
  await its.user('maya');
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;

  await expect(signIn({ username: 'maya', password: 'Wrong-horse-1', options })).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Incorrect username or password.'),
  );
  expect(await signIn({ ...account, options })).toMatchObject(riddleAsked);
  expect(await confirmSignIn({ challengeResponse: 'otter' })).toEqual(done);
});

const choosing: PoolSettings = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
};
const options = { authFlowType: 'USER_AUTH' } as const;

test('a user chooses how to sign in', async ({ configure, mailbox, pool }) => {
  const its = await pool(choosing);
  await configure(its);
  const { sub } = await its.user('maya', { attributes: { email } });

  expect(await signIn({ username: 'maya', options })).toMatchObject({
    nextStep: {
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
    },
  });
  expect(await confirmSignIn({ challengeResponse: 'EMAIL_OTP' })).toMatchObject({
    nextStep: {
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'm***@e***' },
    },
  });
  expect(await confirmSignIn({ challengeResponse: await mailbox.code(email) })).toEqual(done);
  expect((await fetchAuthSession()).userSub).toBe(sub);
});

test.for(['PASSWORD', 'PASSWORD_SRP'] as const)(
  'a user who prefers %s is not asked',
  async (preferredChallenge, { configure, pool }) => {
    const its = await pool(choosing);
    await configure(its);
    await its.user('maya', { attributes: { email } });

    expect(await signIn({ ...account, options: { ...options, preferredChallenge } })).toEqual(done);
    await signOut();
    await expect(
      signIn({ username: 'maya', password: 'Wrong-horse-1', options: { ...options, preferredChallenge } }),
    ).rejects.toMatchObject(refusal('NotAuthorizedException', 'Incorrect username or password.'));
  },
);

test('a user who prefers a code by e-mail is sent one at once', async ({ configure, mailbox, pool }) => {
  const its = await pool(choosing);
  await configure(its);
  await its.user('maya', { attributes: { email } });

  expect(await signIn({ username: 'maya', options: { ...options, preferredChallenge: 'EMAIL_OTP' } })).toMatchObject({
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' },
  });
  await expect(confirmSignIn({ challengeResponse: '00000000' })).rejects.toMatchObject({
    name: 'CodeMismatchException',
  });
  expect(await confirmSignIn({ challengeResponse: await mailbox.code(email) })).toEqual(done);
});
