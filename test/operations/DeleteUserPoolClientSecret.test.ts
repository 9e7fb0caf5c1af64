import {
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { present } from '../support/pool.js';
import { broken, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const confidential = { client: { GenerateSecret: true } };

test('a client changes from one secret to the next, without a moment in which none is good', async ({
  cognito,
  pool,
}) => {
  const own = await pool(confidential);
  const maya = await own.user('maya');
  let { client } = own;
  for (let round = 0; round < 3; round += 1) {
    const added = await addSecret(cognito, own);
    const next = clientWith(client, present(added.ClientSecretValue));
    await maya.signIn(client);
    await maya.signIn(next);
    const [oldest] = await listSecrets(cognito, own);

    const { $metadata: _, ...output } = await cognito.send(
      new DeleteUserPoolClientSecretCommand({
        UserPoolId: own.id,
        ClientId: client.id,
        ClientSecretId: oldest?.ClientSecretId,
      }),
    );

    expect(output).toEqual({});
    await expect(maya.signIn(client)).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${client.id}`),
    );
    await maya.signIn(next);
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: own.id, ClientId: client.id }),
    );
    expect(UserPoolClient?.ClientSecret).toBe(next.secret);
    client = next;
  }
});

test('the second one may go as well', async ({ cognito, pool }) => {
  const own = await pool(confidential);
  const { ClientSecretId, ClientSecretValue } = await addSecret(cognito, own);
  await cognito.send(
    new DeleteUserPoolClientSecretCommand({ UserPoolId: own.id, ClientId: own.client.id, ClientSecretId }),
  );
  const maya = await own.user('maya');
  await maya.signIn();
  await expect(maya.signIn(clientWith(own.client, present(ClientSecretValue)))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

describe('is refused', () => {
  const send = (UserPoolId: string, ClientId: string, ClientSecretId: string | undefined) =>
    new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId });

  test('for the last secret', async ({ cognito, pool }) => {
    const own = await pool(confidential);
    const [only] = await listSecrets(cognito, own);
    await expect(cognito.send(send(own.id, own.client.id, only?.ClientSecretId))).rejects.toMatchObject(
      invalid('The last client secret of a user pool client cannot be deleted.'),
    );
    await (await own.user('maya')).signIn();
  });

  test('for a secret that the client does not have', async ({ cognito, pool }) => {
    const own = await pool(confidential);
    const other = { id: own.id, client: await own.newClient({ GenerateSecret: true }) };
    const { ClientSecretId: foreign } = await addSecret(cognito, other);
    await addSecret(cognito, own);
    for (const id of ['nobodys', present(foreign)])
      await expect(cognito.send(send(own.id, own.client.id, id))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Client secret ${id} does not exist.`,
      });
    const open = await own.newClient();
    await expect(cognito.send(send(own.id, open.id, 'x'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    for (const each of [own, other]) expect(await listSecrets(cognito, each)).toHaveLength(2);
  });

  test('for a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
    const [own, other] = [await pool(confidential), await pool(confidential)];
    const { ClientSecretId } = await addSecret(cognito, other);
    for (const ClientId of ['nobodysclient', other.client.id])
      await expect(cognito.send(send(own.id, ClientId, ClientSecretId))).rejects.toMatchObject(missingClient(ClientId));
    expect(await listSecrets(cognito, other)).toHaveLength(2);
  });

  test('for an id of no length or too great a one', async ({ cognito, pool }) => {
    const own = await pool(confidential);
    await expect(cognito.send(send(own.id, own.client.id, ''))).rejects.toMatchObject(
      broken('', 'clientSecretId', 'Member must have length greater than or equal to 1'),
    );
    const long = 'x'.repeat(129);
    await expect(cognito.send(send(own.id, own.client.id, long))).rejects.toMatchObject(
      broken(long, 'clientSecretId', 'Member must have length less than or equal to 128'),
    );
  });
});

const input = ({ id, client }: { id: string; client: { id: string } }) => ({
  UserPoolId: id,
  ClientId: client.id,
  ClientSecretId: 'x',
});
testAccess('DeleteUserPoolClientSecret', input);
testVisibility('DeleteUserPoolClientSecret', input);
