import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';
import { customPool, passwordThenRiddle } from '../../support/custom-auth.js';
import type { TestPool } from '../../support/pool.js';
import type { Fixture } from '../../support/test.js';
import type { App } from './app.js';
import { credentials } from './callbacks.js';
import { refusal, wrongPassword } from './refusals.js';
import { expect, test } from './test.js';

/** What the client does next: it shows a challenge, or holds a session. */
type Outcome = { readonly asked: Readonly<Record<string, string>> } | { readonly session: CognitoUserSession };

type CustomCallbacks = Parameters<CognitoUser['sendCustomChallengeAnswer']>[1];

const outcome = (call: (callbacks: CustomCallbacks) => void): Promise<Outcome> =>
  new Promise((resolve, onFailure) =>
    call({
      onSuccess: (session) => resolve({ session }),
      onFailure,
      customChallenge: (asked: Record<string, string>) => resolve({ asked }),
    }),
  );

const initiate = (user: CognitoUser): Promise<Outcome> =>
  outcome((callbacks) => user.initiateAuth(credentials(user, ''), callbacks));
const authenticate = (user: CognitoUser, password: string): Promise<Outcome> =>
  outcome((callbacks) => user.authenticateUser(credentials(user, password), callbacks));
const answer = (user: CognitoUser, text: string, metadata?: Record<string, string>): Promise<Outcome> =>
  outcome((callbacks) => user.sendCustomChallengeAnswer(text, callbacks, metadata));

const riddle = { asked: { USERNAME: 'maya', riddle: 'Who sleeps holding hands?' } };
const signedIn = { session: expect.objectContaining({ accessToken: expect.anything() }) };

type Makers = Pick<Fixture, 'pool' | 'functions'> & { readonly app: (pool: TestPool) => Promise<App> };

/** An app of a pool whose functions want the password only where it is offered. */
const opened = async ({ app, pool, functions }: Makers) => {
  const its = await customPool({ pool, functions }, passwordThenRiddle);
  const maya = await its.user('maya');
  return { its, maya, user: (await app(its)).user('maya') };
};

test('a user without a password answers riddles until one is right', async ({ app, pool, functions }) => {
  const { its, user } = await opened({ app, pool, functions });

  expect(await initiate(user)).toEqual(riddle);
  expect(await answer(user, 'badger', { try: '1' })).toEqual(riddle);
  expect(await answer(user, 'otter')).toEqual(signedIn);

  expect(user.getSignInUserSession()?.isValid()).toBe(true);
  expect(its.deployed.events.map(({ request }) => request['clientMetadata'])).toContainEqual({ try: '1' });
});

test('a user with a password proves it first', async ({ app, pool, functions }) => {
  const { maya, user } = await opened({ app, pool, functions });
  user.setAuthenticationFlowType('CUSTOM_AUTH');

  await expect(authenticate(user, 'Wrong-horse-1')).rejects.toMatchObject(wrongPassword);
  expect(await authenticate(user, maya.password)).toEqual(riddle);
  expect(await answer(user, 'otter')).toEqual(signedIn);
});

test('three wrong answers end the sign-in, as the functions have it', async ({ app, pool, functions }) => {
  const { user } = await opened({ app, pool, functions });
  await initiate(user);
  for (const animal of ['badger', 'beaver']) expect(await answer(user, animal)).toEqual(riddle);
  await expect(answer(user, 'seal')).rejects.toMatchObject(wrongPassword);
});

test('what a function says reaches the app', async ({ app, pool, functions }) => {
  const its = await customPool(
    { pool, functions },
    {
      DefineAuthChallenge: () => {
        throw new Error('closed on Mondays');
      },
    },
  );
  await its.user('maya');
  await expect(initiate((await app(its)).user('maya'))).rejects.toMatchObject(
    refusal('UserLambdaValidationException', 'DefineAuthChallenge failed with error closed on Mondays.'),
  );
});
