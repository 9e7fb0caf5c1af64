import { GetDeviceCommand, UpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { confirmedDevice, newDevice, noDevice, signInFrom, tracking, someKey } from '../support/devices.js';
import { broken, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('shows a device as AWS does', async ({ anonymous, clock, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirmedDevice(own, maya);
  const get = { AccessToken: device.tokens.AccessToken, DeviceKey: device.key };

  const { $metadata, ...output } = await anonymous.send(new GetDeviceCommand(get));

  const { DeviceCreateDate: created } = output.Device ?? {};
  const attributes = {
    device_status: 'valid',
    device_name: 'browser',
    'dev:device_arn': `arn:aws:cognito-idp:us-east-1:000000000000:owner/maya.${own.id}/device/${device.key}`,
    'dev:device_owner': `maya.${own.id}`,
    'dev:device_remembered_status': 'remembered',
    'dev:device_sdk': 'aws-sdk',
  };
  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({
    Device: {
      DeviceKey: device.key,
      DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      DeviceCreateDate: created,
      DeviceLastModifiedDate: created,
      DeviceLastAuthenticatedDate: created,
    },
  });

  clock.advanceMinutes(10);
  await anonymous.send(new UpdateDeviceStatusCommand({ ...get, DeviceRememberedStatus: 'remembered' }));
  clock.advanceMinutes(10);
  await signInFrom(own, maya, device);
  const { Device: later } = await anonymous.send(new GetDeviceCommand(get));
  const since = (date: Date | undefined) => Math.floor((Number(date) - Number(created)) / 600_000);
  expect(later?.DeviceCreateDate).toEqual(created);
  expect(since(later?.DeviceLastModifiedDate)).toBe(1);
  expect(since(later?.DeviceLastAuthenticatedDate)).toBe(2);
});

test('shows no device of somebody else, and none that was not confirmed', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const foreign = await confirmedDevice(own, await own.user('noor'));
  const pending = await newDevice(own, maya);
  const { AccessToken } = pending.tokens;
  for (const { key: DeviceKey } of [foreign, pending])
    await expect(anonymous.send(new GetDeviceCommand({ AccessToken, DeviceKey }))).rejects.toMatchObject(noDevice);
});

test('wants an access token, though AWS’s model does not, and a device key of AWS’s form', async ({ anonymous }) => {
  await expect(anonymous.send(new GetDeviceCommand({ DeviceKey: someKey }))).rejects.toMatchObject(
    notAuthorized('Invalid Access Token'),
  );
  await expect(anonymous.send(new GetDeviceCommand({ DeviceKey: 'mine' }))).rejects.toMatchObject(
    broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
  );
});

testBearer('GetDevice', (AccessToken) => ({
  AccessToken,
  DeviceKey: someKey,
}));
