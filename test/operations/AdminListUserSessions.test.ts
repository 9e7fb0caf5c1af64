import { AdminListUserSessionsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import { invalid } from '../support/refusals.js';
import { sessionsOf, track } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

test("lists a user's sessions, none of them the administrator's own", async ({ cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await maya.signIn();
  await maya.signIn();
  await noor.signIn();

  const { $metadata, ...answer } = await cognito.send(
    new AdminListUserSessionsCommand({ UserPoolId: own.id, Username: maya.sub }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer.Sessions).toHaveLength(2);
  expect(answer.Sessions?.map(({ IsCurrentSession }) => IsCurrentSession)).toEqual([false, false]);
  expect(await sessionsOf(cognito, own, noor)).toHaveLength(1);
});

test('a user who never signed in has none', async ({ cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  expect(await sessionsOf(cognito, own, await own.user('maya'))).toEqual([]);
});

test('wants a user who exists, and no page token', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = { UserPoolId: own.id, Username: 'maya' };
  await expect(cognito.send(new AdminListUserSessionsCommand(maya))).rejects.toMatchObject(userNotFound);
  await own.user('maya');
  await expect(cognito.send(new AdminListUserSessionsCommand({ ...maya, NextToken: 'next' }))).rejects.toMatchObject(
    invalid('Invalid pagination token.'),
  );
});

testAccess('AdminListUserSessions', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminListUserSessions', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
