import { GetUserPoolClientSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import type { TestPool } from '../support/pool.js';
import { missingClient } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const get = ({ id, client }: TestPool, ClientId = client.id) =>
  new GetUserPoolClientSessionConfigurationCommand({ UserPoolId: id, ClientId });

test('shows an hour for a client that was never told, tracked or not', async ({ cognito, pool }) => {
  const own = await pool({ UserPoolTier: 'LITE' });
  const { $metadata, ...answer } = await cognito.send(get(own));
  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ UserPoolId: own.id, ClientId: own.client.id, SSOSession: { MaxValidityMinutes: 60 } });
});

test('a client that does not exist, or not in this pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  for (const ClientId of ['nobodysclient', other.client.id])
    await expect(cognito.send(get(own, ClientId))).rejects.toMatchObject(missingClient(ClientId));
});

testAccess('GetUserPoolClientSessionConfiguration', (pool) => get(pool).input);
testVisibility('GetUserPoolClientSessionConfiguration', (pool) => get(pool).input);
