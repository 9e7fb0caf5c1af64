import { AdminForgetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { testForgetting } from '../support/device-forgetting.js';
import { someKey } from '../support/devices.js';
import { userNotFound } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

testForgetting('AdminForgetDevice', async ({ cognito, pool, user, key }) => {
  const { $metadata: _, ...output } = await cognito.send(
    new AdminForgetDeviceCommand({ UserPoolId: pool.id, Username: user.name, DeviceKey: key }),
  );
  return output;
});

test('wants a user who exists, and a device key of AWS’s form', async ({ cognito, pool }) => {
  const of = { UserPoolId: (await pool()).id, Username: 'nobody', DeviceKey: someKey };
  await expect(cognito.send(new AdminForgetDeviceCommand(of))).rejects.toMatchObject(userNotFound);
  await expect(cognito.send(new AdminForgetDeviceCommand({ ...of, DeviceKey: 'mine' }))).rejects.toMatchObject(
    broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
  );
});

testAccess('AdminForgetDevice', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
testVisibility('AdminForgetDevice', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
