import { ListUserPoolClientSecretsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { addSecret, listSecrets } from '../support/client-secrets.js';
import { present } from '../support/pool.js';
import { invalid, missingClient } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('shows ids and dates, oldest first, and no value', async ({ clock, cognito, pool, raw }) => {
  const own = await pool({ client: { GenerateSecret: true } });
  clock.advanceMinutes(1);
  const added = await addSecret(cognito, own);

  const { $metadata: _, ...output } = await cognito.send(
    new ListUserPoolClientSecretsCommand({ UserPoolId: own.id, ClientId: own.client.id }),
  );

  const [first, second] = present(output.ClientSecrets);
  expect(output).toEqual({ ClientSecrets: [first, second] });
  expect(first).toEqual({
    ClientSecretId: expect.stringMatching(new RegExp(`^${own.client.id}--\\d{10}$`)) as string,
    ClientSecretCreateDate: expect.any(Date) as Date,
  });
  expect(second).toEqual({
    ClientSecretId: added.ClientSecretId,
    ClientSecretCreateDate: added.ClientSecretCreateDate,
  });
  const shown = JSON.stringify(output) + (await raw('ListUserPoolClientSecrets', {})).text;
  for (const secret of [own.client.secret, added.ClientSecretValue]) expect(shown).not.toContain(present(secret));
});

test('a client without a secret has none', async ({ cognito, pool }) => {
  expect(await listSecrets(cognito, await pool())).toEqual([]);
});

test('no page follows, so that no token leads to one', async ({ cognito, pool }) => {
  const { id, client } = await pool();
  await expect(
    cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId: id, ClientId: client.id, NextToken: 'x' })),
  ).rejects.toMatchObject(invalid('Invalid pagination token.'));
});

test('a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  for (const ClientId of ['nobodysclient', other.client.id])
    await expect(
      cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId: own.id, ClientId })),
    ).rejects.toMatchObject(missingClient(ClientId));
});

testAccess('ListUserPoolClientSecrets', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
testVisibility('ListUserPoolClientSecrets', ({ id, client }) => ({ UserPoolId: id, ClientId: client.id }));
