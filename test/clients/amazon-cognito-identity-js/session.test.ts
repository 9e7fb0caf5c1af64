import type { CognitoRefreshToken, CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';
import { onTestFinished, vi } from 'vitest';
import { answered, attributesOf, called, signIn } from './callbacks.js';
import { notAuthorized, userNotFound } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';

/** Signs in by password: how a session began makes no difference to it, and SRP keeps this process busy. */
const signedIn = (user: CognitoUser): Promise<CognitoUserSession> => {
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  return signIn(user, password);
};

const sessionOf = (user: CognitoUser): Promise<CognitoUserSession> => called((done) => user.getSession(done));

const refreshed = (user: CognitoUser, token: CognitoRefreshToken): Promise<CognitoUserSession> =>
  called((done) => user.refreshSession(token, done));

const signedOut = (user: CognitoUser): Promise<void> => called((done) => user.signOut(done));

/** Moves the clock of this process: the client's and the server's. */
const passHours = (hours: number): void => {
  vi.useFakeTimers({ now: Date.now() + hours * 3_600_000, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
};

test('a session comes from the storage while it is valid, and is renewed when it is not', async ({ app, pool }) => {
  const its = await pool();
  await its.user('maya');
  const own = await app(its);
  const session = await signedIn(own.user('maya'));
  const before = session.getAccessToken();
  expect((await sessionOf(own.user('maya'))).getAccessToken().getJwtToken()).toBe(before.getJwtToken());

  passHours(2);
  const renewed = await sessionOf(own.user('maya'));

  const after = renewed.getAccessToken();
  expect(renewed.isValid()).toBe(true);
  expect(after.getJwtToken()).not.toBe(before.getJwtToken());
  expect(renewed.getRefreshToken().getToken()).toBe(session.getRefreshToken().getToken());
  expect(after.payload['auth_time']).toBe(before.payload['auth_time']);
  expect(after.payload['origin_jti']).toBe(before.payload['origin_jti']);
});

test('a session is renewed by its refresh token', async ({ app, pool }) => {
  const its = await pool();
  await its.user('maya');
  const user = (await app(its)).user('maya');
  const session = await signedIn(user);

  const renewed = await refreshed(user, session.getRefreshToken());

  expect(renewed.isValid()).toBe(true);
  expect(await attributesOf(user)).toHaveProperty('sub');
});

// The client sends a refused renewal again and again for six seconds, so both are waited for at once.
test('a sign-out ends one session, or all of a user; an ended one is not renewed', async ({ app, pool }) => {
  const its = await pool();
  await Promise.all([its.user('maya'), its.user('noah')]);
  const newSession = async (name: string) => {
    const { pool: appPool, user } = await app(its);
    const own = user(name);
    return { user: own, token: (await signedIn(own)).getRefreshToken(), whoIs: () => appPool.getCurrentUser() };
  };
  const [maya, mayaElsewhere] = [await newSession('maya'), await newSession('maya')];
  const [noah, noahElsewhere] = [await newSession('noah'), await newSession('noah')];

  await signedOut(maya.user);
  expect(await answered((callbacks) => noah.user.globalSignOut(callbacks))).toBe('SUCCESS');

  expect([maya.whoIs(), noah.whoIs()]).toEqual([null, null]);
  expect(await attributesOf(mayaElsewhere.user)).toHaveProperty('sub');
  await expect(attributesOf(noahElsewhere.user)).rejects.toMatchObject(notAuthorized('Access Token has been revoked'));
  const refused = notAuthorized('Refresh Token has been revoked');
  await Promise.all([
    expect(refreshed(maya.user, maya.token)).rejects.toMatchObject(refused),
    expect(refreshed(noahElsewhere.user, noahElsewhere.token)).rejects.toMatchObject(refused),
  ]);
  expect(noahElsewhere.whoIs()).toBeNull();
});

test('a user who deletes the account is forgotten by the server and by the app', async ({ app, pool }) => {
  const its = await pool();
  await its.user('maya');
  const own = await app(its);
  const user = own.user('maya');
  await signedIn(user);

  expect(await called((done) => user.deleteUser(done))).toBe('SUCCESS');

  expect(own.pool.getCurrentUser()).toBeNull();
  await expect(signedIn(own.user('maya'))).rejects.toMatchObject(userNotFound);
});
