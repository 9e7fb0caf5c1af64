import { AdminListDevicesCommand, ListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { confirmedDevice, tracking } from '../support/devices.js';
import { foreignToken, userNotFound } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('lists the devices of one user as that user sees them', async ({ clock, cognito, pool }) => {
  const own = await pool(tracking);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await confirmedDevice(own, noor);
  await confirmedDevice(own, maya);
  clock.advanceSeconds(1);
  const { AccessToken } = (await confirmedDevice(own, maya)).tokens;
  const { Devices } = await cognito.send(new ListDevicesCommand({ AccessToken }));

  const { $metadata, ...output } = await cognito.send(
    new AdminListDevicesCommand({ UserPoolId: own.id, Username: 'maya' }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({ Devices });
  expect(Devices).toHaveLength(2);
});

test('pages lead on for the same user only', async ({ cognito, pool }) => {
  const own = await pool(tracking);
  const [maya] = [await own.user('maya'), await own.user('noor')];
  const devices = [await confirmedDevice(own, maya), await confirmedDevice(own, maya)];
  const of = { UserPoolId: own.id, Username: 'maya', Limit: 1 };
  const first = await cognito.send(new AdminListDevicesCommand(of));
  const second = await cognito.send(new AdminListDevicesCommand({ ...of, PaginationToken: first.PaginationToken }));

  const keys = [first, second].flatMap(({ Devices = [] }) => Devices.map(({ DeviceKey = '' }) => DeviceKey));
  expect(keys.toSorted()).toEqual(devices.map(({ key }) => key).toSorted());
  expect(second).not.toHaveProperty('PaginationToken');
  await expect(
    cognito.send(new AdminListDevicesCommand({ ...of, Username: 'noor', PaginationToken: first.PaginationToken })),
  ).rejects.toMatchObject(foreignToken);
});

test('wants a user who exists, and a page of sixty at most', async ({ cognito, pool }) => {
  const of = { UserPoolId: (await pool()).id, Username: 'nobody' };
  await expect(cognito.send(new AdminListDevicesCommand(of))).rejects.toMatchObject(userNotFound);
  await expect(cognito.send(new AdminListDevicesCommand({ ...of, Limit: 61 }))).rejects.toMatchObject(
    broken('61', 'limit', 'Member must have value less than or equal to 60'),
  );
});

testAccess('AdminListDevices', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminListDevices', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
