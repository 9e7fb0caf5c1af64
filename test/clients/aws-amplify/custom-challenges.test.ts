import { confirmSignIn, fetchAuthSession, signIn } from 'aws-amplify/auth';
import { customPool, passwordThenRiddle } from '../../support/custom-auth.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
const riddle = {
  isSignedIn: false,
  nextStep: {
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: { USERNAME: 'maya', riddle: 'Who sleeps holding hands?' },
  },
};
const wrong = refusal('NotAuthorizedException', 'Incorrect username or password.');

test('a user signs in by riddles alone', async ({ configure, pool, functions }) => {
  const its = await customPool({ pool, functions }, passwordThenRiddle);
  await configure(its);
  const { sub } = await its.user('maya');

  expect(await signIn({ username: 'maya', options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } })).toEqual(riddle);
  expect(await confirmSignIn({ challengeResponse: 'badger' })).toEqual(riddle);
  expect(await confirmSignIn({ challengeResponse: 'otter', options: { clientMetadata: { try: '2' } } })).toEqual(done);
  expect((await fetchAuthSession()).userSub).toBe(sub);
  expect(its.deployed.events.map(({ request }) => request['clientMetadata'])).toContainEqual({ try: '2' });
});

test('a user signs in by a password and a riddle', async ({ configure, pool, functions }) => {
  const its = await customPool({ pool, functions }, passwordThenRiddle);
  await configure(its);
  const { password } = await its.user('maya');
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;

  await expect(signIn({ username: 'maya', password: 'Wrong-horse-1', options })).rejects.toMatchObject(wrong);
  expect(await signIn({ username: 'maya', password, options })).toEqual(riddle);
  expect(await confirmSignIn({ challengeResponse: 'otter' })).toEqual(done);
});
