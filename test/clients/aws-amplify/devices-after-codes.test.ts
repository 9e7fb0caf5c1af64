import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
} from 'aws-amplify/auth';
import { onTestFinished, vi } from 'vitest';
import { onPrompt } from '../../support/devices.js';
import { smsPool } from '../../support/mfa.js';
import { expect, test } from './test.js';

const account = { username: 'maya', password: 'Correct-horse-1' };
const phone = '+15550401';
const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
const codeAsked = { isSignedIn: false, nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } };

const deviceKey = async (forceRefresh = false): Promise<unknown> =>
  (await fetchAuthSession({ forceRefresh })).tokens?.accessToken.payload['device_key'];

test('where devices skip no code, a remembered one proves itself after it, and renews its session', async ({
  configure,
  mailbox,
  pool,
}) => {
  // Amplify names a device after its browser, and confirms none in a program without one.
  vi.stubGlobal('navigator', { userAgent: 'Browser/1.0' });
  onTestFinished(() => void vi.unstubAllGlobals());
  const its = await smsPool(pool, onPrompt);
  await configure(its);
  await its.user('maya', { attributes: { phone_number: phone } });
  const confirmByCode = async () => confirmSignIn({ challengeResponse: await mailbox.code(phone) });
  expect(await signIn(account)).toMatchObject(codeAsked);
  expect(await confirmByCode()).toEqual(done);
  const key = await deviceKey();
  expect(await fetchDevices()).toMatchObject([{ id: key, name: 'Browser/1.0' }]);
  await rememberDevice();
  await signOut();

  expect(await signIn(account)).toMatchObject(codeAsked);
  expect(await confirmByCode()).toEqual(done);

  expect([await deviceKey(), await deviceKey(true)]).toEqual([key, key]);
  await forgetDevice();
  await signOut();
  expect(await signIn(account)).toMatchObject(codeAsked);
});
