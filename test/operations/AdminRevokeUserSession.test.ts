import { AdminRevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import type { TestPool } from '../support/pool.js';
import { good, revoked, sessionsOf, track, trackedSignIn, worthOf } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

const unknown = { name: 'ResourceNotFoundException', message: 'Session does not exist.' };
const nobodys = `tkn${'0'.repeat(25)}`;

const revoke = ({ id }: TestPool, Username: string, SessionId: string) =>
  new AdminRevokeUserSessionCommand({ UserPoolId: id, Username, SessionId });

test("ends any session of a user, and no other user's", async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const [ended, kept, noors] = [
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, maya),
    await trackedSignIn(cognito, own, noor),
  ];

  const { $metadata, ...answer } = await cognito.send(revoke(own, maya.sub, ended.id));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await worthOf(anonymous, own, ended)).toEqual(revoked);
  expect(await worthOf(anonymous, own, kept)).toEqual(good);
  await expect(cognito.send(revoke(own, 'maya', noors.id))).rejects.toMatchObject(unknown);
  await expect(cognito.send(revoke(own, 'maya', ended.id))).rejects.toMatchObject(unknown);
  expect(await worthOf(anonymous, own, noors)).toEqual(good);
  expect(await sessionsOf(cognito, own, maya)).toHaveLength(1);
});

test('wants a user and a session that exist', async ({ cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  await expect(cognito.send(revoke(own, 'maya', nobodys))).rejects.toMatchObject(userNotFound);
  await own.user('maya');
  await expect(cognito.send(revoke(own, 'maya', nobodys))).rejects.toMatchObject(unknown);
});

const input = (pool: TestPool) => revoke(pool, 'maya', nobodys).input;
testAccess('AdminRevokeUserSession', input);
testVisibility('AdminRevokeUserSession', input);
