import {
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { claimsOf } from '../support/claims.js';
import { join, newGroup, userNotFound } from '../support/groups.js';
import { present } from '../support/pool.js';
import { brokenSecret } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('takes the user out of one group, and the next tokens say so', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  for (const name of ['editors', 'readers']) {
    await newGroup(cognito, own, name);
    await join(cognito, own, maya, name);
    await join(cognito, own, noor, name);
  }
  const { accessToken, refreshToken } = await maya.signIn();

  const { $metadata, ...answer } = await cognito.send(
    new AdminRemoveUserFromGroupCommand({ UserPoolId: own.id, Username: 'maya', GroupName: 'editors' }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(claimsOf(accessToken)['cognito:groups']).toEqual(['editors', 'readers']);
  const { AuthenticationResult } = await anonymous.send(
    new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: own.client.id,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  );
  expect(claimsOf(present(AuthenticationResult?.IdToken))['cognito:groups']).toEqual(['readers']);
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: own.id, Username: 'noor' }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['editors', 'readers']);
});

test('a user who is not in it, or a group that does not exist, is no error', async ({ cognito, pool }) => {
  const own = await pool();
  await own.user('maya');
  await newGroup(cognito, own, 'editors');
  for (const GroupName of ['editors', 'nothing'])
    await cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId: own.id, Username: 'maya', GroupName }));
});

test('a user who does not exist is one', async ({ cognito, pool }) => {
  const own = await pool();
  await newGroup(cognito, own, 'editors');
  await expect(
    cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId: own.id, Username: 'maya', GroupName: 'editors' })),
  ).rejects.toMatchObject(userNotFound);
});

test('wants the names that it needs', async ({ cognito, pool }) => {
  const { id } = await pool();
  const long = 'x'.repeat(129);
  await expect(
    cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId: id, Username: long, GroupName: 'editors' })),
  ).rejects.toMatchObject(brokenSecret('username', 'Member must have length less than or equal to 128'));
});

const inputOf = ({ id }: { id: string }) => ({ UserPoolId: id, Username: 'maya', GroupName: 'editors' });
testAccess('AdminRemoveUserFromGroup', inputOf);
testVisibility('AdminRemoveUserFromGroup', inputOf);
