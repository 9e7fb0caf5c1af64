import { describe, expect, test } from 'vitest';
import {
  deliveryDetails,
  maskEmail,
  maskPhoneNumber,
  recoveryDestination,
  signUpDestination,
  simulatedDestination,
} from './destinations.js';
import type { PoolSettings } from './pool.js';
import { poolOf } from './pool.fixture.js';

type Mechanisms = NonNullable<PoolSettings['AccountRecoverySetting']['RecoveryMechanisms']>;
const recovery = (...names: Mechanisms[number]['Name'][]) => ({
  AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })) },
});
const noFactors = { sms: false, email: false };
const email = { email: 'maya@example.com', email_verified: 'true' };
const phone = { phone_number: '+15555551234', phone_number_verified: 'true' };

test.each([
  ['test@test.com', 't***@t***'],
  ['fixture@example.com', 'f***@e***'],
  ['a@b', 'a***@b***'],
  ['🙂x@ü.de', '🙂***@ü***'],
])('%s is masked (recorded)', (address, masked) => {
  expect(maskEmail(address)).toBe(masked);
});

test.each([
  ['+15555551234', '+*******1234'],
  ['+12345', '+*2345'],
  ['+123', '+123'],
])('%s is masked', (number, masked) => {
  expect(maskPhoneNumber(number)).toBe(masked);
});

test('a delivery is shown by its mask, medium and attribute', () => {
  expect(deliveryDetails({ attribute: 'email', value: 'fixture@example.com' })).toEqual({
    Destination: 'f***@e***',
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  });
  expect(deliveryDetails({ attribute: 'phone_number', value: '+15555551234' }).DeliveryMedium).toBe('SMS');
});

describe('the code of a sign-up goes', () => {
  test.each([
    [undefined, { ...email, ...phone }, undefined],
    [['email'], email, 'email'],
    [['email'], phone, undefined],
    [['email'], { email: '' }, undefined],
    [['phone_number'], { ...email, ...phone }, 'phone_number'],
    [['email', 'phone_number'], { ...email, ...phone }, 'phone_number'],
    [['email', 'phone_number'], email, 'email'],
    [['email', 'phone_number'], phone, 'phone_number'],
  ] as const)('with %j verified by itself and %j to %s', (verified, attributes, expected) => {
    const pool = poolOf(verified && { AutoVerifiedAttributes: [...verified] });
    expect(signUpDestination(pool, attributes)?.attribute).toBe(expected);
  });
});

const attributeFor = (settings: Partial<PoolSettings>, attributes: Record<string, string>, factors = noFactors) =>
  recoveryDestination(poolOf(settings), attributes, factors).attribute;

describe('the code of a recovery goes', () => {
  const nothing: unknown = expect.objectContaining({
    type: 'InvalidParameterException',
    message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
  });

  test('by priority, to a verified address', () => {
    const byEmail = recovery('verified_email', 'verified_phone_number');
    expect(attributeFor(byEmail, { ...email, ...phone })).toBe('email');
    expect(attributeFor(recovery('verified_phone_number', 'verified_email'), { ...email, ...phone })).toBe(
      'phone_number',
    );
    expect(attributeFor(byEmail, { ...email, ...phone, email_verified: 'false' })).toBe('phone_number');
    expect(attributeFor(byEmail, phone)).toBe('phone_number');
  });

  test('in the order of priorities, not of the list', () => {
    const settings = {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_email' as const, Priority: 2 },
          { Name: 'verified_phone_number' as const, Priority: 1 },
        ],
      },
    };
    expect(attributeFor(settings, { ...email, ...phone })).toBe('phone_number');
  });

  test('to the phone first where the pool is older than the setting', () => {
    for (const legacy of [{ AccountRecoverySetting: {} }, recovery()]) {
      expect(attributeFor(legacy, { ...email, ...phone })).toBe('phone_number');
      expect(attributeFor(legacy, email)).toBe('email');
      expect(attributeFor(legacy, { ...email, ...phone }, { sms: true, email: true })).toBe('phone_number');
    }
  });

  test('not to the channel of an active second factor', () => {
    const both = recovery('verified_email', 'verified_phone_number');
    expect(attributeFor(both, { ...email, ...phone }, { sms: false, email: true })).toBe('phone_number');
    expect(() => attributeFor(both, email, { sms: false, email: true })).toThrow(nothing);
  });

  test('nowhere without a verified address that the pool uses', () => {
    expect(() => attributeFor({}, { email: 'a@b' })).toThrow(nothing);
    expect(() => attributeFor(recovery('verified_email'), phone)).toThrow(nothing);
    expect(() => attributeFor({}, {})).toThrow(nothing);
  });

  test('nowhere where the administrator resets passwords', () => {
    expect(() => attributeFor(recovery('admin_only'), email)).toThrow(
      expect.objectContaining({
        type: 'NotAuthorizedException',
        message: 'Contact administrator to reset password.',
      }),
    );
  });
});

describe('a simulated destination', () => {
  const simulatedDelivery = (...given: Parameters<typeof simulatedDestination>) => {
    const destination = simulatedDestination(...given);
    return destination && deliveryDetails(destination);
  };
  const key = Buffer.alloc(32, 1);
  const sendsSms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } };
  const verifiesEmail = poolOf({ AutoVerifiedAttributes: ['email'] });

  test('masks a typed address', () => {
    expect(simulatedDelivery(poolOf(), key, 'maya@example.com', 'recovery')).toEqual({
      Destination: 'm***@e***',
      DeliveryMedium: 'EMAIL',
      AttributeName: 'email',
    });
    expect(simulatedDelivery(poolOf(sendsSms), key, '+15555551234', 'recovery')?.Destination).toBe('+*******1234');
  });

  test('invents one for other names, always the same, by the first channel', () => {
    const first = simulatedDelivery(poolOf(), key, 'maya', 'recovery');
    expect(first?.Destination).toMatch(/^[a-z]\*\*\*@[a-z]\*\*\*$/);
    expect(simulatedDelivery(poolOf(), key, 'maya', 'recovery')).toEqual(first);
    const others = ['b', 'c', 'd', 'e'].map((name) => simulatedDelivery(poolOf(), key, name, 'recovery')?.Destination);
    expect(new Set([first?.Destination, ...others]).size).toBeGreaterThan(1);
    const byPhone = poolOf({ ...sendsSms, ...recovery('verified_phone_number') });
    expect(simulatedDelivery(byPhone, key, 'maya', 'recovery')?.Destination).toMatch(/^\+\*{7}\d{4}$/);
  });

  test('does not tell a channel that the pool does not use', () => {
    expect(simulatedDelivery(verifiesEmail, key, '+15555551234', 'sign-up')?.DeliveryMedium).toBe('EMAIL');
  });

  // No user of such a pool is ever told of a phone: who is shown one would not exist.
  test('is no phone where the pool sends no SMS', () => {
    for (const settings of [{}, { AccountRecoverySetting: {} }, recovery('verified_phone_number', 'verified_email')])
      for (const name of ['maya', '+15555551234'])
        expect(simulatedDelivery(poolOf(settings), key, name, 'recovery')?.DeliveryMedium).toBe('EMAIL');
    expect(simulatedDelivery(poolOf(recovery('verified_phone_number')), key, 'maya', 'recovery')).toBeUndefined();
  });

  test('ignores case where the pool does', () => {
    const pool = poolOf({ UsernameConfiguration: { CaseSensitive: false } });
    for (const name of ['maya', 'maya@example.com'])
      expect(simulatedDelivery(pool, key, name.toUpperCase(), 'recovery')).toEqual(
        simulatedDelivery(pool, key, name, 'recovery'),
      );
  });

  test('is none where nobody would be sent a code, and refused where the administrator resets passwords', () => {
    expect(simulatedDelivery(poolOf(), key, 'maya', 'sign-up')).toBeUndefined();
    expect(() => simulatedDelivery(poolOf(recovery('admin_only')), key, 'maya', 'recovery')).toThrow(
      'Contact administrator to reset password.',
    );
  });
});
