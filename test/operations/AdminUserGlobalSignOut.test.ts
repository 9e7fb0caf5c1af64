import {
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import { brokenSecret, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('revokes the tokens of every sign-in of the user, and of nobody else', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const other = await own.newClient();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const [here, there, others] = [await maya.signIn(), await maya.signIn(other), await noor.signIn()];

  // Again is no error.
  for (const Username of ['maya', maya.sub]) {
    const { $metadata, ...answer } = await cognito.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: own.id, Username }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({});
  }

  for (const { accessToken } of [here, there])
    await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(
      notAuthorized('Access Token has been revoked'),
    );
  for (const [client, { refreshToken }] of [[own.client, here] as const, [other, there] as const])
    await expect(
      anonymous.send(
        new InitiateAuthCommand({
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          ClientId: client.id,
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      ),
    ).rejects.toMatchObject(notAuthorized('Refresh Token has been revoked'));
  await anonymous.send(new GetUserCommand({ AccessToken: others.accessToken }));
  await anonymous.send(new GetUserCommand({ AccessToken: (await maya.signIn()).accessToken }));
});

test('leaves the user and its date as they were', async ({ clock, cognito, pool }) => {
  const own = await pool();
  const of = { UserPoolId: own.id, Username: (await own.user('maya')).name };
  const { $metadata: _, ...before } = await cognito.send(new AdminGetUserCommand(of));
  clock.advanceSeconds(5);
  await cognito.send(new AdminUserGlobalSignOutCommand(of));
  expect(await cognito.send(new AdminGetUserCommand(of))).toMatchObject(before);
});

test('wants a user who exists', async ({ cognito, pool }) => {
  const { id } = await pool();
  const signOut = (Username: string) => cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: id, Username }));
  await expect(signOut('maya')).rejects.toMatchObject(userNotFound);
  await expect(signOut('x'.repeat(129))).rejects.toMatchObject(
    brokenSecret('username', 'Member must have length less than or equal to 128'),
  );
});

testAccess('AdminUserGlobalSignOut', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminUserGlobalSignOut', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
