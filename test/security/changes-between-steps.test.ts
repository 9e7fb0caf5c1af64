import { AdminDeleteSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { startByChoice } from '../support/choice.js';
import { answerCode, codeOf, prefer, register, sender, setPoolMfa, sms, totpPool } from '../support/mfa.js';
import { newAddress, takesCodes } from '../support/one-time-code-tests.js';
import { setPasskeys, passkeyPool, registerPasskey, startByPasskey } from '../support/passkeys.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';

// What was asked under one state of the user does not lead to tokens under another.

const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const resetRequired = 'PasswordResetRequiredException: Password reset required for the user';

test('an app that was set up and removed again is no second factor', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool({ EmailConfiguration: sender });
  await setPoolMfa(cognito, own, {
    MfaConfiguration: 'ON',
    EmailMfaConfiguration: {},
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const asked = await startByPassword(publicApi, own, await own.user('maya'));
  const { session } = await register(anonymous, { Session: asked.Session });
  await cognito.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: own.id, Username: 'maya' }));

  const to = newAddress();
  const goOn = { challenge: 'MFA_SETUP', session, responses: { USERNAME: 'maya', EMAIL: to } } as const;
  expect(await outcomeOf(publicApi.respond(own, goOn))).toBe('EMAIL_OTP');
  expect(await mailbox.to(to)).toHaveLength(1);
});

describe('a second factor that its user gives up while it is asked for', () => {
  test('a code by text message', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const phone = '+15550288';
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true } });
    const asked = await startByPassword(publicApi, own, maya);
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const code = await mailbox.code(phone);

    await prefer(cognito, own, { SMSMfaSettings: { Enabled: false }, SoftwareTokenMfaSettings: { Enabled: true } });
    expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe(sessionInvalid);
  });

  test('an authenticator app', async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const maya = await own.user('maya', { attributes: { phone_number: '+15550289' } });
    const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true } });
    const asked = await startByPassword(publicApi, own, maya);
    expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');

    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true }, SoftwareTokenMfaSettings: { Enabled: false } });
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe(sessionInvalid);
  });

  test('one of two that stay switched on is still good', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const phone = '+15550290';
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true } });
    const asked = await startByPassword(publicApi, own, maya);
    await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true } });
    expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(phone)))).toBe('tokens');
  });
});

describe('a user who must reset the password gets no tokens', () => {
  test('by a code as the first factor', async ({ mailbox, pool, server }) => {
    const own = await pool(takesCodes);
    const to = newAddress();
    const { sub } = await own.user('maya', { attributes: { email: to } });
    const asked = await startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    await setStatus(server, own.id, sub, 'RESET_REQUIRED');
    expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(to)))).toBe(resetRequired);
  });

  test('by a second factor after a passkey', async ({ cognito, mailbox, pool, server }) => {
    const own = await pool({ ...passkeyPool, SmsConfiguration: sms });
    await setPasskeys(cognito, own);
    const phone = '+15550291';
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    const passkey = await registerPasskey(cognito, (await maya.signIn()).accessToken);
    await setPoolMfa(cognito, own, {
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: {},
      WebAuthnConfiguration: { RelyingPartyId: 'example.com' },
    });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true } });
    const { options, answer } = await startByPasskey(publicApi, own, 'maya');
    const asked = await answer(passkey.get(options));
    expect(asked.ChallengeName).toBe('SMS_MFA');
    await setStatus(server, own.id, maya.sub, 'RESET_REQUIRED');
    expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(phone)))).toBe(resetRequired);
  });
});
