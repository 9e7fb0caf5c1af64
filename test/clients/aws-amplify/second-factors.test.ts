import {
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  type SignInOutput,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { codeOf, sms } from '../../support/mfa.js';
import { refusal } from './refusals.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
const phone = '+15555550100';
const email = 'maya@example.com';

/** The pool's second factors: what AWS's console sets. */
const factors: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'> = {
  SoftwareTokenMfaConfiguration: { Enabled: true },
  SmsMfaConfiguration: { SmsConfiguration: sms },
};

const totpSecret = ({ nextStep }: SignInOutput): string =>
  nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' ? nextStep.totpSetupDetails.sharedSecret : '';

test('an authenticator app is set up, preferred, and asked for at the next sign-in', async ({
  cognito,
  configure,
  pool,
}) => {
  const its = await pool();
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: its.id, MfaConfiguration: 'OPTIONAL', ...factors }));
  await configure(its);
  await its.user('maya');
  await signIn(account);

  const { sharedSecret } = await setUpTOTP();
  await expect(verifyTOTPSetup({ code: '000000' })).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
  await verifyTOTPSetup({ code: codeOf(sharedSecret) });
  await updateMFAPreference({ totp: 'PREFERRED' });
  expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });

  await signOut();
  expect(await signIn(account)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
  await expect(confirmSignIn({ challengeResponse: codeOf(sharedSecret, -9) })).rejects.toMatchObject(
    refusal('CodeMismatchException', 'Invalid code received for user'),
  );
  expect(await confirmSignIn({ challengeResponse: codeOf(sharedSecret, 1) })).toEqual(done);
});

test('where a second factor is required, the first sign-in sets one up', async ({ cognito, configure, pool }) => {
  const its = await pool();
  const { SoftwareTokenMfaConfiguration } = factors;
  await cognito.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: its.id, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration }),
  );
  await configure(its);
  const { sub } = await its.user('maya');

  const secret = totpSecret(await signIn(account));
  expect(await confirmSignIn({ challengeResponse: codeOf(secret) })).toEqual(done);
  expect((await fetchAuthSession()).userSub).toBe(sub);

  await signOut();
  expect(await signIn(account)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
  expect(await confirmSignIn({ challengeResponse: codeOf(secret, 1) })).toEqual(done);
});

test('of several factors the user chooses one', async ({ cognito, configure, mailbox, pool }) => {
  const its = await pool();
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: its.id, MfaConfiguration: 'OPTIONAL', ...factors }));
  await configure(its);
  await its.user('maya', { attributes: { email, phone_number: phone } });
  await signIn(account);
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: codeOf(sharedSecret) });
  await updateMFAPreference({ totp: 'ENABLED', sms: 'ENABLED' });
  expect(await fetchMFAPreference()).toEqual({ enabled: ['SMS', 'TOTP'], preferred: undefined });
  await signOut();

  expect(await signIn(account)).toMatchObject({
    nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes: ['SMS', 'TOTP'] },
  });
  expect(await confirmSignIn({ challengeResponse: 'SMS' })).toMatchObject({
    nextStep: {
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
      codeDeliveryDetails: { deliveryMedium: 'SMS', destination: '+*******0100' },
    },
  });
  expect(await confirmSignIn({ challengeResponse: await mailbox.code(phone) })).toEqual(done);
});
