import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import { brokenSecret } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('the user signs in again', async ({ clock, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const of = { UserPoolId: own.id, Username: 'maya' };
  await cognito.send(new AdminDisableUserCommand(of));
  const before = await cognito.send(new AdminGetUserCommand(of));
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(new AdminEnableUserCommand(of));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  await maya.signIn();
  const after = await cognito.send(new AdminGetUserCommand(of));
  expect(after).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
  expect(Number(after.UserLastModifiedDate)).toBeGreaterThan(Number(before.UserLastModifiedDate));
});

test('a user who is enabled stays so, and signed in, and its date stays', async ({ clock, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const before = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  clock.advanceSeconds(5);
  await cognito.send(new AdminEnableUserCommand({ UserPoolId: own.id, Username: maya.sub }));
  const after = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(after.UserLastModifiedDate).toEqual(before.UserLastModifiedDate);
});

test('wants a user who exists', async ({ cognito, pool }) => {
  const { id } = await pool();
  const enable = (Username: string) => cognito.send(new AdminEnableUserCommand({ UserPoolId: id, Username }));
  await expect(enable('maya')).rejects.toMatchObject(userNotFound);
  await expect(enable('x'.repeat(129))).rejects.toMatchObject(
    brokenSecret('username', 'Member must have length less than or equal to 128'),
  );
});

testAccess('AdminEnableUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminEnableUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
