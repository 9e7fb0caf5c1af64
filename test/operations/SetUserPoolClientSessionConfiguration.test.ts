import {
  GetUserPoolClientSessionConfigurationCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import type { TestPool } from '../support/pool.js';
import { broken, invalid, missingClient } from '../support/refusals.js';
import { track } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

const set = (pool: TestPool, MaxValidityMinutes: number, ClientId = pool.client.id) =>
  new SetUserPoolClientSessionConfigurationCommand({
    UserPoolId: pool.id,
    ClientId,
    SSOSession: { MaxValidityMinutes },
  });
const get = ({ id, client }: TestPool) =>
  new GetUserPoolClientSessionConfigurationCommand({ UserPoolId: id, ClientId: client.id });

test('replaces the configuration, which stays when the client is updated', async ({ cognito, pool }) => {
  const own = await pool();
  await track(cognito, own);
  for (const minutes of [0, 129_600]) {
    const { $metadata, ...answer } = await cognito.send(set(own, minutes));
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({
      UserPoolId: own.id,
      ClientId: own.client.id,
      SSOSession: { MaxValidityMinutes: minutes },
    });
    await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id }));
    const { $metadata: _, ...stored } = await cognito.send(get(own));
    expect(stored).toEqual(answer);
  }
});

test('needs a pool that tracks sessions; the configuration is kept while that is off', async ({ cognito, pool }) => {
  const own = await pool();
  const off = invalid('Session tracking is not enabled for the user pool.');
  await expect(cognito.send(set(own, 5))).rejects.toMatchObject(off);

  await track(cognito, own);
  await cognito.send(set(own, 5));
  await cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: own.id,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    }),
  );
  await expect(cognito.send(set(own, 6))).rejects.toMatchObject(off);
  expect(await cognito.send(get(own))).toMatchObject({ SSOSession: { MaxValidityMinutes: 5 } });
});

test('a pool of the LITE tier has none', async ({ cognito, pool }) => {
  await expect(cognito.send(set(await pool({ UserPoolTier: 'LITE' }), 5))).rejects.toMatchObject({
    name: 'FeatureUnavailableInTierException',
  });
});

test('wants a client of the pool, and up to ninety days', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  await track(cognito, own);
  for (const ClientId of ['nobodysclient', other.client.id])
    await expect(cognito.send(set(own, 5, ClientId))).rejects.toMatchObject(missingClient(ClientId));
  await expect(cognito.send(set(own, 129_601))).rejects.toMatchObject(
    broken('129601', 'sSOSession.maxValidityMinutes', 'Member must have value less than or equal to 129600'),
  );
  await expect(cognito.send(set(own, -1))).rejects.toMatchObject(
    broken('-1', 'sSOSession.maxValidityMinutes', 'Member must have value greater than or equal to 0'),
  );
});

const input = (pool: TestPool) => set(pool, 5).input;
testAccess('SetUserPoolClientSessionConfiguration', input);
testVisibility('SetUserPoolClientSessionConfiguration', input);
