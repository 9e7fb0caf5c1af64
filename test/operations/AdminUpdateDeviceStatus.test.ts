import { AdminUpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { testStatus } from '../support/device-status.js';
import { someKey } from '../support/devices.js';
import { userNotFound } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

testStatus('AdminUpdateDeviceStatus', async (cognito, { pool, user, key, status }) => {
  const { $metadata: _, ...output } = await cognito.send(
    new AdminUpdateDeviceStatusCommand({
      UserPoolId: pool.id,
      Username: user.name,
      DeviceKey: key,
      DeviceRememberedStatus: status,
    }),
  );
  return output;
});

test('wants a user who exists, and a device key of AWS’s form', async ({ cognito, pool }) => {
  const of = { UserPoolId: (await pool()).id, Username: 'nobody', DeviceKey: someKey };
  await expect(cognito.send(new AdminUpdateDeviceStatusCommand(of))).rejects.toMatchObject(userNotFound);
  await expect(cognito.send(new AdminUpdateDeviceStatusCommand({ ...of, DeviceKey: 'mine' }))).rejects.toMatchObject(
    broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
  );
});

testAccess('AdminUpdateDeviceStatus', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
testVisibility('AdminUpdateDeviceStatus', ({ id }) => ({ UserPoolId: id, Username: 'maya', DeviceKey: someKey }));
