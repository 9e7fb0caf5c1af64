import { AdminGetDeviceCommand, GetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { confirmedDevice, newDevice, noDevice, someKey, tracking } from '../support/devices.js';
import { userNotFound } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('shows a device as its user sees it', async ({ cognito, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const { key: DeviceKey, tokens } = await confirmedDevice(own, maya);
  const { Device } = await cognito.send(new GetDeviceCommand({ AccessToken: tokens.AccessToken, DeviceKey }));

  for (const Username of ['maya', maya.sub]) {
    const { $metadata, ...output } = await cognito.send(
      new AdminGetDeviceCommand({ UserPoolId: own.id, Username, DeviceKey }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(output).toEqual({ Device });
  }
});

test('shows no device of another user, and none that was not confirmed', async ({ cognito, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const devices = [await confirmedDevice(own, await own.user('noor')), await newDevice(own, maya), { key: someKey }];
  for (const { key: DeviceKey } of devices)
    await expect(
      cognito.send(new AdminGetDeviceCommand({ UserPoolId: own.id, Username: 'maya', DeviceKey })),
    ).rejects.toMatchObject(noDevice);
});

test('wants a user who exists, and a device key of AWS’s form', async ({ cognito, pool }) => {
  const of = { UserPoolId: (await pool()).id, Username: 'nobody', DeviceKey: someKey };
  await expect(cognito.send(new AdminGetDeviceCommand(of))).rejects.toMatchObject(userNotFound);
  await expect(cognito.send(new AdminGetDeviceCommand({ ...of, DeviceKey: 'mine' }))).rejects.toMatchObject(
    broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
  );
});

testAccess('AdminGetDevice', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
testVisibility('AdminGetDevice', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
