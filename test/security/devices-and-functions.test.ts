import { answerCustom, customPool, startCustom } from '../support/custom-auth.js';
import { beginProof, confirmedDevice, tracking } from '../support/devices.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

// Where functions decide who signs in, a remembered device still has the last word.

test('a remembered device proves itself after the function would have tokens issued', async ({ functions, pool }) => {
  const own = await customPool({ pool, functions }, undefined, tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  const asked = await startCustom(publicApi, own, 'maya', { DEVICE_KEY: device.key });
  expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
  const called = own.deployed.events.length;

  const proven = await answerCustom(publicApi, own, asked, 'otter');

  expect(proven.ChallengeName).toBe('DEVICE_SRP_AUTH');
  const exchange = await beginProof(own, maya, device, { session: proven.Session });
  expect(await outcomeOf(exchange.answer('not-the-secret'))).toMatch(/^NotAuthorizedException/);
  const again = await answerCustom(
    publicApi,
    own,
    await startCustom(publicApi, own, 'maya'),
    'otter',
    // The key may come with any answer.
    { responses: { DEVICE_KEY: device.key } },
  );
  expect(await outcomeOf((await beginProof(own, maya, device, { session: again.Session })).answer())).toBe('tokens');
  // Verify and Define after the first answer, Define and Create, then Verify and Define again: none for the device.
  expect(own.deployed.events).toHaveLength(called + 6);
});

test('a sign-in that names no device is one from a new device', async ({ functions, pool }) => {
  const own = await customPool({ pool, functions }, undefined, tracking);
  const { key } = await confirmedDevice(own, await own.user('maya'));
  const asked = await startCustom(publicApi, own, 'maya');
  const { AuthenticationResult: result } = await answerCustom(publicApi, own, asked, 'otter');
  expect(result?.NewDeviceMetadata?.DeviceKey).toBeDefined();
  expect(result?.NewDeviceMetadata?.DeviceKey).not.toBe(key);
});
