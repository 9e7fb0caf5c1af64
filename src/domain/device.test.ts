import { expect, test } from 'vitest';
import type { DeviceConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import {
  describeDevice,
  mustProveItself,
  newDeviceNames,
  replacesSecondFactor,
  tracksDevices,
  type Device,
} from './device.js';
import { poolOf } from './pool.fixture.js';
import type { User } from './user.js';

const [remembered, other] = [{ remembered: true }, { remembered: false }];
const configured = (configuration: DeviceConfigurationType | undefined) =>
  poolOf(configuration === undefined ? {} : { DeviceConfiguration: configuration });

test('any configuration turns device tracking on, and none turns it off', () => {
  expect(
    [configured(undefined), configured({}), configured({ ChallengeRequiredOnNewDevice: false })].map(tracksDevices),
  ).toEqual([false, true, true]);
});

test('a remembered device must prove itself, where devices are tracked', () => {
  const pool = configured({});
  expect([undefined, other, remembered].map((device) => mustProveItself(pool, device))).toEqual([false, false, true]);
  expect(mustProveItself(configured(undefined), remembered)).toBe(false);
});

test('a remembered device stands for the second factor only where the pool says so', () => {
  const devices = [undefined, other, remembered];
  const verdicts = (ChallengeRequiredOnNewDevice: boolean) =>
    devices.map((device) => replacesSecondFactor(configured({ ChallengeRequiredOnNewDevice }), device));
  expect(verdicts(true)).toEqual([false, false, true]);
  expect(verdicts(false)).toEqual([false, false, false]);
  expect(replacesSecondFactor(configured({}), remembered)).toBe(false);
  expect(replacesSecondFactor(configured(undefined), remembered)).toBe(false);
});

test('a device that may skip the second factor must prove itself always', () => {
  const cases = [undefined, {}, { ChallengeRequiredOnNewDevice: true }].flatMap((configuration) =>
    [undefined, other, remembered].map((device) => [configured(configuration), device] as const),
  );
  const skipping = cases.filter((of) => replacesSecondFactor(...of));
  expect(skipping.length).toBeGreaterThan(0);
  expect(skipping.every((of) => mustProveItself(...of))).toBe(true);
});

test('new names are unlike any others, and fit AWS’s form in the longest region', () => {
  const names = Array.from({ length: 100 }, () => newDeviceNames({ region: 'a-very-long-region-name-1' }));
  for (const { key, groupKey } of names) {
    expect(key).toMatch(/^(?=.{1,55}$)[\w-]+_[0-9a-f-]+$/);
    expect(groupKey).toMatch(/^-[A-Za-z0-9]{8}$/);
  }
  expect(new Set(names.flatMap(({ key, groupKey }) => [key, groupKey])).size).toBe(200);
});

test('a device shows what is known of it', () => {
  const at = new Date(0);
  const device: Device = {
    key: 'key',
    name: undefined,
    remembered: false,
    lastIp: '203.0.113.7',
    createdAt: at,
    modifiedAt: at,
    authenticatedAt: at,
  };
  const { DeviceAttributes = [] } = describeDevice(configured({}), { username: 'maya' } as User, device);
  const attributes = Object.fromEntries(DeviceAttributes.map(({ Name, Value }) => [Name, Value]));
  expect(attributes).toMatchObject({ last_ip_used: '203.0.113.7', 'dev:device_remembered_status': 'not_remembered' });
  expect(attributes).not.toHaveProperty('device_name');
});
