import { AdminRevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import { good, refreshed, revoked, sessionsOf, track, trackedSignIn, worthOf } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

test('parallel sign-ins never leave more sessions than a user may have', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await track(cognito, own, 3);
  await maya.signIn();

  const signedIn = await Promise.all(Array.from({ length: 12 }, () => maya.signIn()));

  expect(await sessionsOf(cognito, own, maya)).toHaveLength(3);
  const worth = await Promise.all(signedIn.map((tokens) => worthOf(anonymous, own, tokens)));
  expect(worth.filter(([access, refresh]) => access === good[0] && refresh === good[1])).toHaveLength(3);
  expect(worth.filter(([access, refresh]) => access === revoked[0] && refresh === revoked[1])).toHaveLength(9);
});

test('a session that is revoked while it is refreshed stays revoked', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await track(cognito, own);
  const tokens = await trackedSignIn(cognito, own, maya);
  const of = { UserPoolId: own.id, Username: 'maya', SessionId: tokens.id };
  await Promise.all([
    cognito.send(new AdminRevokeUserSessionCommand(of)),
    ...Array.from({ length: 5 }, () => refreshed(own, tokens)),
  ]);
  expect(await worthOf(anonymous, own, tokens)).toEqual(revoked);
  expect(await sessionsOf(cognito, own, maya)).toEqual([]);
});
