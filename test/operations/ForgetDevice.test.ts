import { ForgetDeviceCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { testForgetting } from '../support/device-forgetting.js';
import { confirmedDevice, someKey, tracking } from '../support/devices.js';
import { broken, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

testForgetting('ForgetDevice', async ({ cognito, accessToken, key }) => {
  const { $metadata: _, ...output } = await cognito.send(
    new ForgetDeviceCommand({ AccessToken: accessToken, DeviceKey: key }),
  );
  return output;
});

test('a device forgets itself, and is signed out', async ({ anonymous, pool, raw }) => {
  const own = await pool(tracking);
  const { key: DeviceKey, tokens } = await confirmedDevice(own, await own.user('maya'));
  const { AccessToken } = tokens;

  const answer = await raw('ForgetDevice', { AccessToken, DeviceKey });

  expect(answer).toMatchObject({ status: 200, text: '' });
  await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
    notAuthorized('Access Token has been revoked'),
  );
});

test('wants an access token, though AWS’s model does not, and a device key of AWS’s form', async ({ anonymous }) => {
  await expect(anonymous.send(new ForgetDeviceCommand({ DeviceKey: someKey }))).rejects.toMatchObject(
    notAuthorized('Invalid Access Token'),
  );
  await expect(anonymous.send(new ForgetDeviceCommand({ DeviceKey: 'mine' }))).rejects.toMatchObject(
    broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
  );
});

testBearer('ForgetDevice', (AccessToken) => ({ AccessToken, DeviceKey: someKey }));
