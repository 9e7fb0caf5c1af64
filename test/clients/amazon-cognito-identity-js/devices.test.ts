import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';
import { forgetDevice, setRemembered, tracking, trusting } from '../../support/devices.js';
import { smsPool } from '../../support/mfa.js';
import type { Mailbox } from '../../support/mailbox.js';
import { answered, attributesOf, called, credentials, signIn } from './callbacks.js';
import { notAuthorized } from './refusals.js';
import { expect, test } from './test.js';

const password = 'Correct-horse-1';
const onPrompt = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
};

let phones = 0;
const newPhone = () => `+1555030${String((phones += 1)).padStart(4, '0')}`;

/** How a sign-in went: whether a code was asked for, and whether the app is to ask its user to remember the device. */
interface SignedIn {
  readonly session: CognitoUserSession;
  readonly code: boolean;
  readonly prompt: boolean;
}

/** Signs in by SRP, with the code of a text message where one is asked for. */
const signInWithCode = (user: CognitoUser, mailbox: Mailbox, phone: string): Promise<SignedIn> =>
  new Promise((resolve, onFailure) => {
    const success = (code: boolean) => (session: CognitoUserSession, prompt?: boolean) =>
      resolve({ session, code, prompt: prompt === true });
    user.authenticateUser(credentials(user, password), {
      onSuccess: success(false),
      onFailure,
      mfaRequired: () =>
        void mailbox.code(phone).then((code) => user.sendMFACode(code, { onSuccess: success(true), onFailure })),
    });
  });

interface Devices {
  readonly Devices: readonly { readonly DeviceKey: string }[];
}

const devicesOf = async (user: CognitoUser): Promise<string[]> =>
  (await answered<Devices>((callbacks) => user.listDevices(10, null, callbacks))).Devices.map(
    ({ DeviceKey }) => DeviceKey,
  );

const deviceKeyOf = ({ session }: { readonly session: CognitoUserSession }): unknown =>
  session.getAccessToken().payload['device_key'];

test('a browser that is remembered signs in without a code, until it is forgotten', async ({ app, mailbox, pool }) => {
  const its = await smsPool(pool, trusting);
  const phone = newPhone();
  await its.user('maya', { attributes: { phone_number: phone } });
  const browser = await app(its);
  const enter = (user = browser.user('maya')) => signInWithCode(user, mailbox, phone);
  const first = await enter();
  expect(first).toMatchObject({ code: true, prompt: false });

  const user = browser.user('maya');
  const again = await enter(user);

  expect(again.code).toBe(false);
  expect(deviceKeyOf(again)).toBe(deviceKeyOf(first));
  expect(await devicesOf(user)).toEqual([deviceKeyOf(first)]);
  expect(await answered((callbacks) => void user.getDevice(callbacks))).toMatchObject({
    Device: { DeviceKey: deviceKeyOf(first) },
  });
  const renewed = await called<CognitoUserSession>((done) =>
    user.refreshSession(again.session.getRefreshToken(), done),
  );
  expect(deviceKeyOf({ session: renewed })).toBe(deviceKeyOf(first));

  expect(await answered((callbacks) => user.forgetDevice(callbacks))).toBe('SUCCESS');
  await expect(attributesOf(user)).rejects.toMatchObject(notAuthorized('Access Token has been revoked'));
  const later = await enter();
  expect(later.code).toBe(true);
  expect(deviceKeyOf(later)).not.toBe(deviceKeyOf(first));
});

test('where the user is asked, a browser is remembered and no more at the user’s word', async ({
  app,
  mailbox,
  pool,
}) => {
  const its = await smsPool(pool, onPrompt);
  const phone = newPhone();
  await its.user('maya', { attributes: { phone_number: phone } });
  const browser = await app(its);
  const user = browser.user('maya');
  const enter = (who = browser.user('maya')) => signInWithCode(who, mailbox, phone);

  expect(await enter(user)).toMatchObject({ code: true, prompt: true });
  expect(await enter()).toMatchObject({ code: true, prompt: false });
  expect(await answered((callbacks) => user.setDeviceStatusRemembered(callbacks))).toBe('SUCCESS');
  expect(await enter()).toMatchObject({ code: false });
  expect(await answered((callbacks) => user.setDeviceStatusNotRemembered(callbacks))).toBe('SUCCESS');
  expect(await enter()).toMatchObject({ code: true });
});

test('a browser that was forgotten elsewhere becomes a new one by itself', async ({ app, mailbox, pool }) => {
  const its = await smsPool(pool, trusting);
  const phone = newPhone();
  const maya = await its.user('maya', { attributes: { phone_number: phone } });
  const browser = await app(its);
  const enter = () => signInWithCode(browser.user('maya'), mailbox, phone);
  const first = deviceKeyOf(await enter());
  await forgetDevice(its, maya, String(first));

  const second = await enter();

  expect(second.code).toBe(true);
  expect(deviceKeyOf(second)).not.toBe(first);
  expect(await enter()).toMatchObject({ code: false });
});

test('where no code is asked for, a browser signs in by SRP and by password, and out everywhere', async ({
  app,
  pool,
}) => {
  const its = await pool(tracking);
  const maya = await its.user('maya');
  const browser = await app(its);
  const first = await signIn(browser.user('maya'), password);
  const key = String(deviceKeyOf({ session: first }));
  for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']) {
    const user = browser.user('maya');
    user.setAuthenticationFlowType(flow);
    expect(deviceKeyOf({ session: await signIn(user, password) }), flow).toBe(key);
  }
  await setRemembered(its, maya, key, false);
  const user = browser.user('maya');
  expect(deviceKeyOf({ session: await signIn(user, password) })).toBe(key);

  expect(await answered((callbacks) => user.globalSignOut(callbacks))).toBe('SUCCESS');
  const next = browser.user('maya');
  await signIn(next, password);
  expect(await devicesOf(next)).toEqual([key]);
});

test('a browser that is remembered proves itself after the code, where devices skip none', async ({
  app,
  mailbox,
  pool,
}) => {
  const its = await smsPool(pool, tracking);
  const phone = newPhone();
  await its.user('maya', { attributes: { phone_number: phone } });
  const browser = await app(its);
  const first = await signInWithCode(browser.user('maya'), mailbox, phone);

  const again = await signInWithCode(browser.user('maya'), mailbox, phone);

  expect(again.code).toBe(true);
  expect(deviceKeyOf(again)).toBe(deviceKeyOf(first));
});
