import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { fetchAuthSession, getCurrentUser, signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import type { ClientSettings } from '../../support/pool.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };

/** The refresh token that Amplify keeps, which it shows to nobody. */
const refreshToken = async (): Promise<string | undefined> =>
  (await cognitoUserPoolsTokenProvider.authTokenStore.loadTokens())?.refreshToken;

const rotating: ClientSettings = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
};

test('tokens are renewed, and stay those of one sign-in', async ({ configure, pool }) => {
  const its = await pool();
  await configure(its);
  await its.user('maya');
  await signIn(account);
  const before = (await fetchAuthSession()).tokens;
  const kept = await refreshToken();

  const after = (await fetchAuthSession({ forceRefresh: true })).tokens;

  expect(after?.accessToken.payload['jti']).not.toBe(before?.accessToken.payload['jti']);
  expect(after?.accessToken.payload['origin_jti']).toBe(before?.accessToken.payload['origin_jti']);
  expect(await refreshToken()).toBe(kept);
});

test('of a client that rotates them, the refresh token is a new one each time', async ({ configure, pool }) => {
  const its = await pool();
  const client = await its.newClient(rotating);
  await configure(its, client);
  await its.user('maya');
  await signIn(account);
  const first = await refreshToken();

  await fetchAuthSession({ forceRefresh: true });
  const second = await refreshToken();
  await fetchAuthSession({ forceRefresh: true });

  expect(new Set([first, second, await refreshToken()]).size).toBe(3);
});

test('who was signed out by an administrator is signed out when the tokens are renewed', async ({
  cognito,
  configure,
  pool,
}) => {
  const its = await pool();
  await configure(its);
  await its.user('maya');
  await signIn(account);

  await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: its.id, Username: 'maya' }));

  expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
  await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
});
