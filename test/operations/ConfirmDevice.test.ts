import {
  AdminDeleteUserCommand,
  ConfirmDeviceCommand,
  type ConfirmDeviceCommandInput,
  ForgetDeviceCommand,
  GetDeviceCommand,
  ListDevicesCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { groupPrime } from '../support/srp-client.js';
import { testBearer } from '../support/bearer.js';
import { claimsOf } from '../support/claims.js';
import {
  attributesOf,
  confirm,
  confirmation,
  newDevice,
  noDeviceOutcome,
  onPrompt,
  refreshFrom,
  signInFrom,
  someKey,
  startFrom,
  tracking,
} from '../support/devices.js';
import { setLimits } from '../support/limits.js';
import { broken, invalid, notAuthorized } from '../support/refusals.js';
import { startByPassword, adminApi, apis, outcomeOf, publicApi, signInBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const unknownKey = invalid('Invalid device key given.');
const exists = { name: 'DeviceKeyExistsException', message: 'Device already exists.' };

for (const api of apis)
  test(`${api.name}: a sign-in names a device that its access token knows`, async ({ pool }) => {
    const own = await pool(tracking);
    const maya = await own.user('maya');
    for (const answer of [await startByPassword(api, own, maya), await signInBySrp(api, own, maya)]) {
      const { AccessToken, IdToken, NewDeviceMetadata } = answer.AuthenticationResult ?? {};
      expect(NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(NewDeviceMetadata?.DeviceGroupKey).toMatch(/^-[A-Za-z0-9]{8}$/);
      expect(claimsOf(AccessToken)['device_key']).toBe(NewDeviceMetadata?.DeviceKey);
      expect(claimsOf(IdToken)).not.toHaveProperty('device_key');
    }
  });

test('without device tracking no device is named, and none is confirmed', async ({ anonymous, cognito, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await newDevice(own, maya);
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id }));
  const { AuthenticationResult: result } = await startByPassword(publicApi, own, maya);

  expect(result).not.toHaveProperty('NewDeviceMetadata');
  expect(claimsOf(result?.AccessToken)).not.toHaveProperty('device_key');
  await expect(anonymous.send(new ConfirmDeviceCommand(confirmation(device)))).rejects.toMatchObject(unknownKey);
});

test('a confirmed device is remembered at once', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const device = await newDevice(own, await own.user('maya'));

  const { $metadata, ...output } = await anonymous.send(new ConfirmDeviceCommand(confirmation(device)));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({ UserConfirmationNecessary: false });
  expect(await attributesOf(device.tokens.AccessToken, device.key)).toMatchObject({
    device_name: 'browser',
    'dev:device_remembered_status': 'remembered',
  });
});

test('where the user is asked first, a confirmed device is not remembered yet', async ({ anonymous, pool }) => {
  const own = await pool(onPrompt);
  const device = await newDevice(own, await own.user('maya'));

  const output = await anonymous.send(new ConfirmDeviceCommand(confirmation(device)));

  expect(output.UserConfirmationNecessary).toBe(true);
  expect(await attributesOf(device.tokens.AccessToken, device.key)).toMatchObject({
    'dev:device_remembered_status': 'not_remembered',
  });
});

test('a device needs no name', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const device = await newDevice(own, await own.user('maya'));
  const { DeviceName: _, ...unnamed } = confirmation(device);
  await anonymous.send(new ConfirmDeviceCommand(unnamed));
  expect(await attributesOf(device.tokens.AccessToken, device.key)).not.toHaveProperty('device_name');
});

test('another sign-in of the same user may confirm it', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const [first, second] = [await newDevice(own, maya), await newDevice(own, maya, adminApi)];
  await anonymous.send(new ConfirmDeviceCommand({ ...confirmation(second), AccessToken: first.tokens.AccessToken }));
  expect(await attributesOf(second.tokens.AccessToken, second.key)).toHaveProperty('device_status', 'valid');
});

test('a device is confirmed once', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirm(await newDevice(own, maya));
  await expect(anonymous.send(new ConfirmDeviceCommand(confirmation(device, 'another')))).rejects.toMatchObject(exists);
  const other = await newDevice(own, maya);
  await expect(
    anonymous.send(new ConfirmDeviceCommand({ ...confirmation(device), AccessToken: other.tokens.AccessToken })),
  ).rejects.toMatchObject(exists);
});

test('of many that confirm a device at once, one does', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const device = await newDevice(own, await own.user('maya'));
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () => anonymous.send(new ConfirmDeviceCommand(confirmation(device)))),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject(exists);
});

test('keys that no sign-in of the user was given are refused', async ({ anonymous, pool }) => {
  const [own, other] = [await pool(tracking), await pool(tracking)];
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const device = await newDevice(own, maya);
  const foreign = [await newDevice(own, noor), await newDevice(other, await other.user('maya'))];
  for (const { key } of [...foreign, { key: someKey }])
    await expect(
      anonymous.send(new ConfirmDeviceCommand({ ...confirmation(device), DeviceKey: key })),
    ).rejects.toMatchObject(unknownKey);
});

test('whose key is refused is told so before anything is said of the verifier', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const [device, other] = [await newDevice(own, maya), await newDevice(own, maya)];
  const without = (AccessToken: string | undefined, DeviceKey: string) =>
    anonymous.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey }));
  await expect(without(device.tokens.AccessToken, someKey)).rejects.toMatchObject(unknownKey);
  await expect(without(device.tokens.AccessToken, other.key)).rejects.toMatchObject(
    invalid('Invalid device secret verifier given.'),
  );

  await confirm(other);
  await expect(without(device.tokens.AccessToken, other.key)).rejects.toMatchObject(exists);
  await expect(without(other.tokens.AccessToken, other.key)).rejects.toMatchObject(exists);
});

test('a device that was forgotten is confirmed no more', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirm(await newDevice(own, maya));
  const { AccessToken } = (await newDevice(own, maya)).tokens;
  await anonymous.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key }));

  await expect(anonymous.send(new ConfirmDeviceCommand(confirmation(device)))).rejects.toMatchObject(
    notAuthorized('Access Token has been revoked'),
  );
  await expect(
    anonymous.send(new ConfirmDeviceCommand({ ...confirmation(device), AccessToken })),
  ).rejects.toMatchObject(unknownKey);
});

test('of a user with too many devices the one that signed in longest ago is forgotten', async ({
  anonymous,
  clock,
  pool,
  server,
}) => {
  setLimits(server, { devicesOfUser: 2 });
  const own = await pool(tracking);
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const theirs = await confirm(await newDevice(own, noor));
  const first = await confirm(await newDevice(own, maya));
  clock.advanceSeconds(1);
  const second = await confirm(await newDevice(own, maya));
  clock.advanceSeconds(1);
  expect(await outcomeOf(signInFrom(own, maya, first))).toBe('tokens');
  clock.advanceSeconds(1);
  const third = await confirm(await newDevice(own, maya));

  const { Devices = [] } = await anonymous.send(new ListDevicesCommand({ AccessToken: third.tokens.AccessToken }));
  expect(Devices.map(({ DeviceKey }) => DeviceKey)).toEqual([first.key, third.key]);
  expect(await outcomeOf(startFrom(own, maya, second.key))).toBe(noDeviceOutcome);
  expect(await outcomeOf(refreshFrom(own, second.tokens.RefreshToken, second.key))).toBe(
    'NotAuthorizedException: Refresh Token has been revoked',
  );
  for (const { tokens, key } of [first, third, theirs])
    expect(await outcomeOf(refreshFrom(own, tokens.RefreshToken, key))).toBe('tokens');
});

test('of many that confirm devices at once no user ends with too many', async ({ anonymous, pool, server }) => {
  setLimits(server, { devicesOfUser: 2 });
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const devices = await Promise.all(Array.from({ length: 6 }, () => newDevice(own, maya)));
  await Promise.all(devices.map((device) => confirm(device)));

  const { accessToken: AccessToken } = await maya.signIn();
  const { Devices = [] } = await anonymous.send(new ListDevicesCommand({ AccessToken }));
  expect(Devices).toHaveLength(2);
  const renewed = await Promise.all(
    devices.map(({ tokens, key }) => outcomeOf(refreshFrom(own, tokens.RefreshToken, key))),
  );
  expect(renewed.filter((outcome) => outcome === 'tokens')).toHaveLength(2);
});

const base64 = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64');
};

const verifiers: Readonly<Record<string, (good: { Salt: string; PasswordVerifier: string }) => object | undefined>> = {
  none: () => undefined,
  'one without a salt': ({ PasswordVerifier }) => ({ PasswordVerifier }),
  'one without a verifier': ({ Salt }) => ({ Salt }),
  'an empty salt': (good) => ({ ...good, Salt: '' }),
  'a long salt': (good) => ({ ...good, Salt: Buffer.alloc(65, 1).toString('base64') }),
  'a salt that is not base64': (good) => ({ ...good, Salt: 'a salt!' }),
  'a verifier of 0': (good) => ({ ...good, PasswordVerifier: 'AA==' }),
  'a verifier of 1': (good) => ({ ...good, PasswordVerifier: 'AQ==' }),
  'a verifier of N - 1': (good) => ({ ...good, PasswordVerifier: base64(groupPrime - 1n) }),
  'a verifier of N': (good) => ({ ...good, PasswordVerifier: base64(groupPrime) }),
  'a verifier beyond the group': (good) => ({ ...good, PasswordVerifier: base64(groupPrime * 256n) }),
};
for (const [what, change] of Object.entries(verifiers))
  test(`${what} is no verifier, and the device may still be confirmed`, async ({ anonymous, pool }) => {
    const own = await pool(tracking);
    const device = await newDevice(own, await own.user('maya'));
    const good = confirmation(device);
    const changed = { ...good, DeviceSecretVerifierConfig: change(good.DeviceSecretVerifierConfig) };
    await expect(anonymous.send(new ConfirmDeviceCommand(changed as ConfirmDeviceCommandInput))).rejects.toMatchObject(
      invalid('Invalid device secret verifier given.'),
    );
    await confirm(device);
  });

test('wants a key and a name of AWS’s form', async ({ anonymous, pool }) => {
  const own = await pool(tracking);
  const good = confirmation(await newDevice(own, await own.user('maya')));
  const pattern = 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+';
  await expect(anonymous.send(new ConfirmDeviceCommand({ ...good, DeviceKey: 'device' }))).rejects.toMatchObject(
    broken('device', 'deviceKey', pattern),
  );
  await expect(anonymous.send(new ConfirmDeviceCommand({ ...good, DeviceName: '' }))).rejects.toMatchObject(
    broken('', 'deviceName', 'Member must have length greater than or equal to 1'),
  );
});

test('what the device sent of its secret is stored sealed', async ({ pool, server }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await newDevice(own, maya);
  const { DeviceSecretVerifierConfig: config } = confirmation(device);
  await confirm(device);

  const stored = await server.store.pools
    .find(own.id)
    .then((found) => found && server.store.signIns.find(found, 'maya', { typedKey: '', deviceKey: device.key }));

  const bytes = stored?.device?.srp.toString('latin1') ?? '';
  expect(bytes.length).toBeGreaterThan(400);
  for (const secret of Object.values(config)) {
    expect(bytes).not.toContain(secret);
    expect(bytes).not.toContain(Buffer.from(secret, 'base64').toString('latin1'));
  }
});

test('a user who is gone has no devices', async ({ anonymous, cognito, pool }) => {
  const own = await pool(tracking);
  const maya = await own.user('maya');
  const device = await confirm(await newDevice(own, maya));
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  const again = await newDevice(own, await own.user('maya'));
  await expect(
    anonymous.send(new GetDeviceCommand({ AccessToken: again.tokens.AccessToken, DeviceKey: device.key })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

testBearer('ConfirmDevice', (AccessToken) => ({
  AccessToken,
  DeviceKey: someKey,
}));
