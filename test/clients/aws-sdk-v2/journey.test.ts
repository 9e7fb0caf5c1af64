import { createHmac } from 'node:crypto';
import { present } from '../../support/pool.js';
import { expect, test } from '../../support/test.js';
import { oldSdk } from './client.js';

const account = { Username: 'maya', Password: 'Correct-horse-1' };

test('a back end makes a pool, a confidential client and a user, who signs in, refreshes and signs out', async () => {
  const cognito = await oldSdk();
  const UserPoolId = present((await cognito.createUserPool({ PoolName: 'old' }).promise()).UserPool?.Id);
  const { UserPoolClient } = await cognito
    .createUserPoolClient({
      UserPoolId,
      ClientName: 'back end',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    })
    .promise();
  const [ClientId, secret] = [present(UserPoolClient?.ClientId), present(UserPoolClient?.ClientSecret)];
  const hashOf = (name: string) =>
    createHmac('sha256', secret)
      .update(name + ClientId)
      .digest('base64');
  const SECRET_HASH = hashOf(account.Username);
  await cognito.adminCreateUser({ UserPoolId, Username: 'maya', MessageAction: 'SUPPRESS' }).promise();
  await cognito.adminSetUserPassword({ UserPoolId, ...account, Permanent: true }).promise();

  const { AuthenticationResult: tokens } = await cognito
    .adminInitiateAuth({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: account.Username, PASSWORD: account.Password, SECRET_HASH },
    })
    .promise();
  const AccessToken = present(tokens?.AccessToken);
  expect(await cognito.getUser({ AccessToken }).promise()).toMatchObject({ Username: 'maya' });
  const { AuthenticationResult: renewed } = await cognito
    .adminInitiateAuth({
      UserPoolId,
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: present(tokens?.RefreshToken), SECRET_HASH },
    })
    .promise();
  await cognito.globalSignOut({ AccessToken: present(renewed?.AccessToken) }).promise();

  await expect(cognito.getUser({ AccessToken }).promise()).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
    statusCode: 400,
  });
});

test('a page of users is read as the old SDK does, with dates', async ({ pool }) => {
  const cognito = await oldSdk();
  const its = await pool();
  for (const name of ['maya', 'noah', 'omar']) await its.user(name);

  const first = await cognito.listUsers({ UserPoolId: its.id, Limit: 2 }).promise();
  const second = await cognito
    .listUsers({ UserPoolId: its.id, Limit: 2, PaginationToken: present(first.PaginationToken) })
    .promise();

  const users = [...(first.Users ?? []), ...(second.Users ?? [])];
  expect(users.map(({ Username }) => Username)).toEqual(['maya', 'noah', 'omar']);
  expect(users.every(({ UserCreateDate }) => UserCreateDate instanceof Date)).toBe(true);
  expect(second.PaginationToken).toBeUndefined();
});

test('an error has its type, message and request id', async () => {
  const cognito = await oldSdk();
  await expect(cognito.describeUserPool({ UserPoolId: 'us-east-1_Nowhere01' }).promise()).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'User pool us-east-1_Nowhere01 does not exist.',
    requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
  });
});
