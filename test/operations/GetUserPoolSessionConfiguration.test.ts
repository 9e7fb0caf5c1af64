import { GetUserPoolSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { track } from '../support/sessions.js';
import { expect, test } from '../support/test.js';

test('shows the defaults of a pool that was never told, of any tier', async ({ cognito, pool }) => {
  for (const UserPoolTier of ['LITE', 'ESSENTIALS'] as const) {
    const { id } = await pool({ UserPoolTier });
    const { $metadata, ...answer } = await cognito.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId: id }));
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({ UserPoolId: id, UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } });
  }
});

test('shows what was set', async ({ cognito, pool }) => {
  const own = await pool();
  await track(cognito, own, 7);
  const answer = await cognito.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId: own.id }));
  expect(answer).toMatchObject({ UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 7 } });
});

testAccess('GetUserPoolSessionConfiguration', ({ id }) => ({ UserPoolId: id }));
testVisibility('GetUserPoolSessionConfiguration', ({ id }) => ({ UserPoolId: id }));
