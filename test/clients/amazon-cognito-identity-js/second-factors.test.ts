import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';
import { codeOf, otherCode, prefer, sms, smsPool, totpPool } from '../../support/mfa.js';
import { answered, called, credentials, signIn } from './callbacks.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';
const phone = '+15550144';
const phoneUser = { attributes: { phone_number: phone } };

/** The challenge that a sign-in meets: what the client calls it, and its parameters. */
const challenged = (user: CognitoUser): Promise<{ name: string; parameters: Record<string, string> }> =>
  new Promise((resolve, reject) => {
    const met = (name: string, parameters: unknown) =>
      resolve({ name, parameters: parameters as Record<string, string> });
    user.authenticateUser(credentials(user, password), {
      onSuccess: () => reject(new Error('Nothing was asked')),
      onFailure: reject,
      mfaRequired: met,
      totpRequired: met,
      selectMFAType: met,
      mfaSetup: met,
    });
  });

const sendCode = (user: CognitoUser, code: string, type?: string): Promise<CognitoUserSession> =>
  answered((callbacks) => user.sendMFACode(code, callbacks, type));

const associate = (user: CognitoUser): Promise<string> =>
  answered(({ onSuccess, onFailure }) => user.associateSoftwareToken({ associateSecretCode: onSuccess, onFailure }));

test('a code by text message is asked for, and may be mistyped', async ({ app, mailbox, pool }) => {
  const its = await smsPool(pool);
  await its.user('maya', phoneUser);
  const user = (await app(its)).user('maya');

  expect(await challenged(user)).toMatchObject({
    name: 'SMS_MFA',
    parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+****0144' },
  });
  const code = await mailbox.code(phone);
  await expect(sendCode(user, otherCode(code))).rejects.toMatchObject(
    refusal('CodeMismatchException', 'Invalid code or auth state for the user.'),
  );

  expect((await sendCode(user, code)).isValid()).toBe(true);
});

test('text messages are switched on and off by the user', async ({ app, pool }) => {
  const its = await smsPool(pool, { MfaConfiguration: 'OPTIONAL' });
  await its.user('maya', phoneUser);
  const own = await app(its);
  const user = own.user('maya');
  await signIn(user, password);
  expect(await called((done) => user.enableMFA(done))).toBe('SUCCESS');
  expect((await challenged(own.user('maya'))).name).toBe('SMS_MFA');
  expect(await called((done) => user.disableMFA(done))).toBe('SUCCESS');
  expect((await signIn(own.user('maya'), password)).isValid()).toBe(true);
});

test('who is signed in sets an authenticator app up and prefers it', async ({ app, clock, cognito, pool }) => {
  const its = await totpPool(cognito, pool);
  await its.user('maya');
  const own = await app(its);
  const user = own.user('maya');
  await signIn(user, password);

  const secret = await associate(user);
  await expect(
    answered((callbacks) => user.verifySoftwareToken(otherCode(codeOf(secret)), 'phone', callbacks)),
  ).rejects.toMatchObject(refusal('EnableSoftwareTokenMFAException', 'Code mismatch'));
  await answered((callbacks) => user.verifySoftwareToken(codeOf(secret), 'phone', callbacks));
  await called((done) => user.setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, done));

  clock.advanceSeconds(30);
  const again = own.user('maya');
  expect(await challenged(again)).toMatchObject({
    name: 'SOFTWARE_TOKEN_MFA',
    parameters: { FRIENDLY_DEVICE_NAME: 'phone' },
  });
  expect((await sendCode(again, codeOf(secret), 'SOFTWARE_TOKEN_MFA')).isValid()).toBe(true);
});

test('who must have a second factor sets an authenticator app up to sign in', async ({ app, clock, cognito, pool }) => {
  const its = await totpPool(cognito, pool, 'ON');
  await its.user('maya');
  const own = await app(its);
  const user = own.user('maya');
  expect(await challenged(user)).toMatchObject({
    name: 'MFA_SETUP',
    parameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  });

  const secret = await associate(user);
  const session = await answered<CognitoUserSession>((callbacks) =>
    user.verifySoftwareToken(codeOf(secret), 'phone', callbacks),
  );

  expect(session.isValid()).toBe(true);
  clock.advanceSeconds(30);
  const again = own.user('maya');
  expect((await challenged(again)).name).toBe('SOFTWARE_TOKEN_MFA');
  expect((await sendCode(again, codeOf(secret), 'SOFTWARE_TOKEN_MFA')).isValid()).toBe(true);
});

test.for(['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] as const)(
  'of two factors %s is chosen',
  async (choice, { app, clock, cognito, mailbox, pool }) => {
    const its = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    await its.user('maya', phoneUser);
    const own = await app(its);
    const first = own.user('maya');
    await signIn(first, password);
    const secret = await associate(first);
    await answered((callbacks) => first.verifySoftwareToken(codeOf(secret), 'phone', callbacks));
    await prefer(cognito, its, { SMSMfaSettings: { Enabled: true }, SoftwareTokenMfaSettings: { Enabled: true } });
    clock.advanceSeconds(30);

    const user = own.user('maya');
    expect(await challenged(user)).toMatchObject({
      name: 'SELECT_MFA_TYPE',
      parameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    });
    const asked = await new Promise((resolve, reject) =>
      user.sendMFASelectionAnswer(choice, {
        onSuccess: () => reject(new Error('Nothing was asked')),
        onFailure: reject,
        mfaRequired: resolve,
        totpRequired: resolve,
      }),
    );
    expect(asked).toBe(choice);
    const code = choice === 'SMS_MFA' ? await mailbox.code(phone) : codeOf(secret);
    expect((await sendCode(user, code, choice)).isValid()).toBe(true);
  },
);
