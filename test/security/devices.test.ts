import { confirmedDevice, beginProof, startFrom, tracking } from '../support/devices.js';
import { apis } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

for (const api of apis)
  test(`${api.name}: a remembered device proves itself and gets tokens of its own`, async ({ pool }) => {
    const own = await pool(tracking);
    const maya = await own.user('maya');
    const device = await confirmedDevice(own, maya);
    const begun = await startFrom(own, maya, device.key, api);
    expect(begun).toEqual({ ChallengeName: 'DEVICE_SRP_AUTH', ChallengeParameters: {}, Session: begun.Session });
    const exchange = await beginProof(own, maya, device, { session: begun.Session, api });
    expect(exchange.parameters).toMatchObject({ USERNAME: 'maya', DEVICE_KEY: device.key });
    const { AuthenticationResult: result } = await exchange.answer();
    expect(result?.AccessToken).toBeDefined();
    expect(result).not.toHaveProperty('NewDeviceMetadata');
  });
