import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { join, newGroup, userNotFound } from '../support/groups.js';
import { brokenSecret, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('the user signs in no more, and every token is revoked', async ({ anonymous, clock, cognito, pool }) => {
  const own = await pool();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await newGroup(cognito, own, 'editors');
  await join(cognito, own, maya, 'editors');
  const [{ accessToken, refreshToken }, others] = [await maya.signIn(), await noor.signIn()];
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(
    new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  const disabled = notAuthorized('User is disabled.');
  await expect(maya.signIn()).rejects.toMatchObject(disabled);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(disabled);
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(user).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['editors']);
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id, Filter: 'status = "Disabled"' }));
  expect(Users?.map(({ Username }) => Username)).toEqual(['maya']);
  await anonymous.send(new GetUserCommand({ AccessToken: others.accessToken }));

  await cognito.send(new AdminEnableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(
    notAuthorized('Access Token has been revoked'),
  );
  await expect(
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: own.client.id,
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    ),
  ).rejects.toMatchObject(notAuthorized('Refresh Token has been revoked'));
});

test('a wrong password tells nothing of it where the client hides users', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ client: { PreventUserExistenceErrors: 'ENABLED' } });
  await own.user('maya');
  await cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  const signIn = (PASSWORD: string) =>
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: own.client.id,
        AuthParameters: { USERNAME: 'maya', PASSWORD },
      }),
    );
  await expect(signIn('Wrong-horse-1')).rejects.toMatchObject(notAuthorized('Incorrect username or password.'));
  await expect(signIn('Correct-horse-1')).rejects.toMatchObject(notAuthorized('User is disabled.'));
});

test('twice is as good as once, and moves no date', async ({ clock, cognito, pool }) => {
  const own = await pool();
  const of = { UserPoolId: own.id, Username: (await own.user('maya')).name };
  await cognito.send(new AdminDisableUserCommand(of));
  const before = await cognito.send(new AdminGetUserCommand(of));
  clock.advanceSeconds(5);
  await cognito.send(new AdminDisableUserCommand(of));
  const after = await cognito.send(new AdminGetUserCommand(of));
  expect(after.UserLastModifiedDate).toEqual(before.UserLastModifiedDate);
});

test('no sign-in that runs meanwhile leaves a good token', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [signIns] = await Promise.all([
    Promise.allSettled([maya.signIn(), maya.signIn(), maya.signIn()]),
    cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' })),
  ]);
  await cognito.send(new AdminEnableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  for (const outcome of signIns)
    if (outcome.status === 'fulfilled')
      await expect(
        anonymous.send(new GetUserCommand({ AccessToken: outcome.value.accessToken })),
      ).rejects.toMatchObject(notAuthorized('Access Token has been revoked'));
});

test('wants a user who exists', async ({ cognito, pool }) => {
  const { id } = await pool();
  const disable = (Username: string) => cognito.send(new AdminDisableUserCommand({ UserPoolId: id, Username }));
  await expect(disable('maya')).rejects.toMatchObject(userNotFound);
  await expect(disable('')).rejects.toThrow(
    /^2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'username'/,
  );
  await expect(disable('x'.repeat(129))).rejects.toMatchObject(
    brokenSecret('username', 'Member must have length less than or equal to 128'),
  );
});

testAccess('AdminDisableUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminDisableUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
