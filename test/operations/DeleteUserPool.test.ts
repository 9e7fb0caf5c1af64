import {
  AdminGetUserCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  ListUserPoolsCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const missing = (id: string) => ({ name: 'ResourceNotFoundException', message: `User pool ${id} does not exist.` });

test('the pool is gone at once, and everything in it', async ({ anonymous, cognito, pool, raw, server }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();

  await cognito.send(new DeleteUserPoolCommand({ UserPoolId: own.id }));

  await expect(cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }))).rejects.toMatchObject(
    missing(own.id),
  );
  await expect(cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id }))).rejects.toMatchObject(missing(own.id));
  await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId: own.id }))).rejects.toMatchObject(missing(own.id));
  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }))).rejects.toMatchObject(
    missing(own.id),
  );
  await expect(
    cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id })),
  ).rejects.toMatchObject(missing(own.id));
  await expect(
    anonymous.send(new SignUpCommand({ ClientId: own.client.id, Username: 'noor', Password: 'Correct-horse-1' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool client ${own.client.id} does not exist.`,
  });
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid Access Token',
  });
  await expect(server.store.keys.jwks(own.id)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools?.map(({ Id }) => Id)).not.toContain(own.id);
  expect((await raw('DescribeUserPool', { UserPoolId: own.id })).status).toBe(400);
});

test('answers with an empty body', async ({ cognito, pool }) => {
  const { $metadata, ...output } = await cognito.send(new DeleteUserPoolCommand({ UserPoolId: (await pool()).id }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
});

test("what users left is deleted after it, other pools' is not", async ({ clock, cognito, pool, server }) => {
  const [own, other] = [await pool(), await pool()];
  await (await own.user('maya')).signIn();
  await (await other.user('maya')).signIn();

  await cognito.send(new DeleteUserPoolCommand({ UserPoolId: own.id }));
  let deleted = 0;
  for (let some = -1; some !== 0; deleted += some) some = await server.store.removals.purge(clock.now(), 1);

  expect(deleted).toBeGreaterThanOrEqual(3);
  expect(await server.store.userCounts.estimate(own.id)).toBe(0);
  expect(await server.store.userCounts.estimate(other.id)).toBe(1);
  await expect((await other.user('noor')).signIn()).resolves.toBeDefined();
});

test('a protected pool stays until its protection is lifted', async ({ cognito, pool }) => {
  const { id } = await pool({ DeletionProtection: 'ACTIVE' });

  await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }))).rejects.toMatchObject(
    invalid(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    ),
  );
  await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));

  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, DeletionProtection: 'INACTIVE' }));
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
});

testAccess('DeleteUserPool', ({ id }) => ({ UserPoolId: id }));
testVisibility('DeleteUserPool', ({ id }) => ({ UserPoolId: id }));
