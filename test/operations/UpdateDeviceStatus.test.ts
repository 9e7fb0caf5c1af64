import { UpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { testStatus } from '../support/device-status.js';
import { someKey } from '../support/devices.js';
import { expect, test } from '../support/test.js';

testStatus('UpdateDeviceStatus', async (cognito, { accessToken, key, status }) => {
  const { $metadata: _, ...output } = await cognito.send(
    new UpdateDeviceStatusCommand({ AccessToken: accessToken, DeviceKey: key, DeviceRememberedStatus: status }),
  );
  return output;
});

test('wants a status that AWS knows', async ({ raw }) => {
  const answer = await raw('UpdateDeviceStatus', {
    AccessToken: 'token',
    DeviceKey: someKey,
    DeviceRememberedStatus: 'forgotten',
  });
  expect(answer.json).toEqual({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value 'forgotten' at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [remembered, not_remembered]",
  });
});

testBearer('UpdateDeviceStatus', (AccessToken) => ({ AccessToken, DeviceKey: someKey }));
