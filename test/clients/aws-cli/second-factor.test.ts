import { smsPool } from '../../support/mfa.js';
import { expect, test } from '../../support/test.js';
import { aws } from './cli.js';

const phone = '+15555550100';

test('an administrator has a user sign in with codes by text message', async ({ mailbox, pool }) => {
  const its = await smsPool(pool);
  await its.user('maya', { attributes: { phone_number: phone } });
  const inPool = { 'user-pool-id': its.id };
  await aws('set-user-pool-mfa-config', {
    ...inPool,
    'mfa-configuration': 'OPTIONAL',
    'sms-mfa-configuration': 'SmsConfiguration={SnsCallerArn=arn:aws:iam::000000000000:role/sms}',
  });
  await aws('admin-set-user-mfa-preference', {
    ...inPool,
    username: 'maya',
    'sms-mfa-settings': 'Enabled=true,PreferredMfa=true',
  });
  expect(await aws('admin-get-user', { ...inPool, username: 'maya' })).toMatchObject({
    PreferredMfaSetting: 'SMS_MFA',
    UserMFASettingList: ['SMS_MFA'],
  });

  const asked = (await aws('initiate-auth', {
    'client-id': its.client.id,
    'auth-flow': 'USER_PASSWORD_AUTH',
    'auth-parameters': 'USERNAME=maya,PASSWORD=Correct-horse-1',
  })) as { ChallengeName: string; Session: string };
  expect(asked).toMatchObject({
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: { CODE_DELIVERY_DESTINATION: '+*******0100' },
  });
  expect(
    await aws('respond-to-auth-challenge', {
      'client-id': its.client.id,
      'challenge-name': asked.ChallengeName,
      session: asked.Session,
      'challenge-responses': `USERNAME=maya,SMS_MFA_CODE=${await mailbox.code(phone)}`,
    }),
  ).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
});
