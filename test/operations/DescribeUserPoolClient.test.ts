import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { missingClient } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('shows the client with its secret', async ({ cognito, pool }) => {
  const { id, client } = await pool({ client: { ClientName: 'shown', GenerateSecret: true } });

  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: client.id }),
  );

  expect(UserPoolClient).toMatchObject({
    UserPoolId: id,
    ClientId: client.id,
    ClientName: 'shown',
    ClientSecret: client.secret,
    ClientType: 'REGULAR',
  });
});

test('a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];

  for (const ClientId of ['nobodysclient', other.client.id])
    await expect(
      cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: own.id, ClientId })),
    ).rejects.toMatchObject(missingClient(ClientId));
});

test('an id that cannot be one is refused without being repeated', async ({ cognito, pool }) => {
  const { id } = await pool();
  await expect(
    cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: 'a-b' })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      "1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
  });
});

testAccess('DescribeUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
testVisibility('DescribeUserPoolClient', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
