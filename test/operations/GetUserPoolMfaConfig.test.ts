import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { poolMfa, sms } from '../support/mfa.js';
import { expect, test } from '../support/test.js';

test('a new pool has no second factors', async ({ cognito, pool }) => {
  expect(await poolMfa(cognito, await pool())).toEqual({ MfaConfiguration: 'OFF' });
});

test('a pool that is made with MFA has it by SMS, with the texts and the sender of the pool', async ({
  cognito,
  pool,
}) => {
  const own = await pool({
    MfaConfiguration: 'OPTIONAL',
    SmsConfiguration: sms,
    SmsAuthenticationMessage: 'Enter {####}',
  });
  expect(await poolMfa(cognito, own)).toEqual({
    MfaConfiguration: 'OPTIONAL',
    SmsMfaConfiguration: { SmsAuthenticationMessage: 'Enter {####}', SmsConfiguration: sms },
  });

  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id }));

  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));
  expect(UserPool).toMatchObject({ MfaConfiguration: 'OPTIONAL', SmsConfiguration: sms });
  // What UpdateUserPool leaves out returns to AWS's own text; MFA stays.
  expect(await poolMfa(cognito, own)).toEqual({
    MfaConfiguration: 'OPTIONAL',
    SmsMfaConfiguration: { SmsConfiguration: sms },
  });
});

test('knows no other pool', async ({ cognito }) => {
  await expect(
    cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: 'us-east-1_nobodyspool' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

testAccess('GetUserPoolMfaConfig', ({ id }) => ({ UserPoolId: id }));
testVisibility('GetUserPoolMfaConfig', ({ id }) => ({ UserPoolId: id }));
