import { SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  confirmSignIn,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { onTestFinished, vi } from 'vitest';
import { codeOf } from '../../support/mfa.js';
import { clock } from '../../support/poolhouse.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

/** The browser as far as Amplify names the device by it. */
const pretendBrowser = (): void => {
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' });
  onTestFinished(() => void vi.unstubAllGlobals());
};

test('a remembered device signs in without the second factor, until it is forgotten', async ({
  cognito,
  configure,
  pool,
}) => {
  const its = await pool({
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  });
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: its.id,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  pretendBrowser();
  await configure(its);
  await its.user('maya');
  await signIn(account);
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: codeOf(sharedSecret) });
  await updateMFAPreference({ totp: 'PREFERRED' });
  await signOut();

  expect(await signIn(account)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
  expect(await confirmSignIn({ challengeResponse: codeOf(sharedSecret, 1) })).toEqual(done);
  await rememberDevice();
  expect(await fetchDevices()).toHaveLength(1);
  await signOut();

  expect(await signIn(account)).toEqual(done);
  await forgetDevice();
  await signOut();
  clock.advanceSeconds(60);
  expect(await signIn(account)).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' } });
});
