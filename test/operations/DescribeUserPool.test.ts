import {
  AdminDeleteUserCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { expect, test } from '../support/test.js';

test('shows the pool exactly as its creation did', async ({ cognito }) => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'described',
      UserPoolTags: { team: 'staff' },
      UsernameAttributes: ['email'],
    }),
  );

  const described = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));

  expect(described.UserPool).toEqual(UserPool);
});

test('the number of users follows who comes and goes, before and after it is folded', async ({
  cognito,
  pool,
  server,
}) => {
  const own = await pool();
  const estimate = async () =>
    (await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }))).UserPool?.EstimatedNumberOfUsers;
  const { name } = await own.user('maya');
  await own.user('noor');

  expect(await estimate()).toBe(2);
  while ((await server.store.userCounts.fold(100)) > 0);
  expect(await estimate()).toBe(2);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: name }));
  expect(await estimate()).toBe(1);
});

testAccess('DescribeUserPool', ({ id }) => ({ UserPoolId: id }));
testVisibility('DescribeUserPool', ({ id }) => ({ UserPoolId: id }));
