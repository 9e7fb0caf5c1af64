import { AdminDeleteSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { answerCode, codeOf, factorsOf, prefer, register, sms, totpPool } from '../support/mfa.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

test('forgets the app, as a factor too, and leaves the others', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
  const maya = await own.user('maya', { attributes: { phone_number: '+15550100' } });
  const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
  await prefer(cognito, own, {
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    SMSMfaSettings: { Enabled: true },
  });
  const asked = await startByPassword(publicApi, own, maya);
  expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');

  const { $metadata: _, ...answer } = await cognito.send(
    new AdminDeleteSoftwareTokenCommand({ UserPoolId: own.id, Username: 'maya' }),
  );

  expect(answer).toEqual({});
  expect(await factorsOf(cognito, own)).toMatchObject({ UserMFASettingList: ['SMS_MFA'] });
  expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe(
    'NotAuthorizedException: Invalid session for the user.',
  );
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SMS_MFA');
});

test('where MFA is required the user sets one up again', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'ON');
  const maya = await own.user('maya');
  const setUp = async () => register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });
  await setUp();
  await cognito.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('MFA_SETUP');
  await setUp();
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SOFTWARE_TOKEN_MFA');
});

test('a user without an app has none afterwards either; nobody is nobody', async ({ cognito, pool }) => {
  const own = await pool();
  await own.user('maya');
  const remove = (Username: string) =>
    cognito.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: own.id, Username }));
  expect((await remove('maya')).$metadata.httpStatusCode).toBe(200);
  await expect(remove('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

testAccess('AdminDeleteSoftwareToken', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminDeleteSoftwareToken', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
