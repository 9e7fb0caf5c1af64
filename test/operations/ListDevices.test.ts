import { GetDeviceCommand, ListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { confirmedDevice, newDevice, tracking } from '../support/devices.js';
import { foreignToken } from '../support/groups.js';
import { broken } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

test('lists confirmed devices of the user alone, the first confirmed first', async ({ anonymous, clock, pool }) => {
  const own = await pool(tracking);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await confirmedDevice(own, noor);
  const first = await confirmedDevice(own, maya);
  clock.advanceSeconds(1);
  const second = await confirmedDevice(own, maya);
  const { AccessToken } = (await newDevice(own, maya)).tokens;

  const { $metadata, ...output } = await anonymous.send(new ListDevicesCommand({ AccessToken }));

  const shown = [first, second].map(({ key: DeviceKey }) =>
    anonymous.send(new GetDeviceCommand({ AccessToken, DeviceKey })).then(({ Device }) => Device),
  );
  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({ Devices: await Promise.all(shown) });
});

test('the list of a user without devices is empty', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();
  const { $metadata: _, ...output } = await anonymous.send(new ListDevicesCommand({ AccessToken: accessToken }));
  expect(output).toEqual({ Devices: [] });
});

test('a walk shows every device just once, also those of one moment', async ({ anonymous, clock, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const devices = await Promise.all(Array.from({ length: 4 }, () => confirmedDevice(own, maya)));
  clock.advanceSeconds(1);
  devices.push(await confirmedDevice(own, maya));
  const { AccessToken } = (await newDevice(own, maya)).tokens;
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const { Devices = [], PaginationToken } = await anonymous.send(
      new ListDevicesCommand({ AccessToken, Limit: 2, PaginationToken: token }),
    );
    pages.push(Devices.map(({ DeviceKey = '' }) => DeviceKey));
    token = PaginationToken;
  } while (token !== undefined);

  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(pages.flat().toSorted()).toEqual(devices.map(({ key }) => key).toSorted());
  const { Devices } = await anonymous.send(new ListDevicesCommand({ AccessToken, Limit: 0 }));
  expect(Devices).toHaveLength(5);
});

test('refuses tokens of another user, what is no token, and pages of more than sixty', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  await confirmedDevice(own, maya);
  const { AccessToken } = (await confirmedDevice(own, maya)).tokens;
  const { PaginationToken } = await anonymous.send(new ListDevicesCommand({ AccessToken, Limit: 1 }));
  const { accessToken: other } = await noor.signIn();
  await expect(anonymous.send(new ListDevicesCommand({ AccessToken: other, PaginationToken }))).rejects.toMatchObject(
    foreignToken,
  );
  await expect(
    anonymous.send(new ListDevicesCommand({ AccessToken, PaginationToken: 'no-token' })),
  ).rejects.toMatchObject(foreignToken);
  await expect(anonymous.send(new ListDevicesCommand({ AccessToken, Limit: 61 }))).rejects.toMatchObject(
    broken('61', 'limit', 'Member must have value less than or equal to 60'),
  );
});

testBearer('ListDevices', (AccessToken) => ({ AccessToken }));
