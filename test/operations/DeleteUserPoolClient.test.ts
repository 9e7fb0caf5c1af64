import {
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { missingClient } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('the client is gone at once, and what was issued for it', async ({ anonymous, cognito, pool, user }) => {
  const own = await pool();
  const other = await own.newClient();
  const maya = await user(own, 'maya');
  const [gone, kept] = [await maya.signIn(), await maya.signIn(other)];
  const named = { UserPoolId: own.id, ClientId: own.client.id };

  const { $metadata, ...output } = await cognito.send(new DeleteUserPoolClientCommand(named));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  const missing = missingClient(own.client.id);
  await expect(cognito.send(new DescribeUserPoolClientCommand(named))).rejects.toMatchObject(missing);
  await expect(cognito.send(new DeleteUserPoolClientCommand(named))).rejects.toMatchObject(missing);
  await expect(maya.signIn()).rejects.toMatchObject(missing);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: gone.accessToken }))).rejects.toMatchObject(missing);
  await expect(
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: own.client.id,
        AuthParameters: { REFRESH_TOKEN: gone.refreshToken },
      }),
    ),
  ).rejects.toMatchObject(missing);
  const { UserPoolClients } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: own.id }));
  expect(UserPoolClients?.map(({ ClientId }) => ClientId)).toEqual([other.id]);
  await anonymous.send(new GetUserCommand({ AccessToken: kept.accessToken }));
});

test("its sign-ins are deleted after it, other clients' are not", async ({
  anonymous,
  clock,
  cognito,
  pool,
  server,
  user,
}) => {
  const own = await pool();
  const other = await own.newClient();
  const maya = await user(own, 'maya');
  await maya.signIn();
  const kept = await maya.signIn(other);
  await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id }));

  const deleted: number[] = [];
  do deleted.push(await server.store.removals.purge(clock.now(), 100));
  while (deleted.at(-1) !== 0);

  expect(deleted[0]).toBeGreaterThan(0);
  await anonymous.send(new GetUserCommand({ AccessToken: kept.accessToken }));
});

test('a client of another pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];

  await expect(
    cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own.id, ClientId: other.client.id })),
  ).rejects.toMatchObject(missingClient(other.client.id));

  await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: other.id, ClientId: other.client.id }));
});

testAccess('DeleteUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
testVisibility('DeleteUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
