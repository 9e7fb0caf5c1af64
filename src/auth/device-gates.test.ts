import type { DeviceConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { poolOf } from '#domain/pool.fixture.js';
import { fromDevice, type Attempt, type Proof } from './attempt.js';
import type { Facts } from './facts.js';
import { nextChallenge } from './gates.js';

const attempt = (proofs: readonly Proof[]) =>
  ({ proofs: ['identity', 'password', ...proofs], factors: [], deviceKey: 'key' }) as unknown as Attempt;

interface Case {
  readonly configuration?: DeviceConfigurationType | undefined;
  readonly remembered: boolean | undefined;
  readonly mfa?: boolean;
}

/** A user with a phone, whose pool may require codes, and who names no device, one, or a remembered one. */
const factsOf = ({ configuration, remembered, mfa = true }: Case): Facts =>
  ({
    pool: {
      ...poolOf({
        MfaConfiguration: mfa ? 'ON' : 'OFF',
        SmsConfiguration: { SnsCallerArn: 'arn' },
        ...(configuration && { DeviceConfiguration: configuration }),
      }),
      mfa: { SmsMfaConfiguration: {} },
    },
    user: {
      sub: 'sub-1',
      status: 'CONFIRMED',
      attributes: { phone_number: '+15550100' },
      mfa: { enabled: [], preferred: undefined },
    },
    device: remembered === undefined ? undefined : { key: 'key', remembered },
  }) as unknown as Facts;

const next = (of: Case, ...proofs: Proof[]) => nextChallenge(attempt(proofs), factsOf(of));
const trusting = { ChallengeRequiredOnNewDevice: true };

test('a remembered device that may skip the code proves itself, in two steps', () => {
  const of = { configuration: trusting, remembered: true };
  expect(next(of)).toBe('DEVICE_SRP_AUTH');
  expect(next(of, 'device-begun')).toBe('DEVICE_PASSWORD_VERIFIER');
  expect(next(of, 'device-begun', 'device')).toBeUndefined();
});

test('a remembered device that may not skip the code proves itself after it', () => {
  const of = { configuration: {}, remembered: true };
  expect(next(of)).toBe('SMS_MFA');
  expect(next(of, 'second-factor')).toBe('DEVICE_SRP_AUTH');
  expect(next(of, 'device-begun', 'device')).toBe('SMS_MFA');
  expect(next(of, 'second-factor', 'device-begun', 'device')).toBeUndefined();
});

test('a device that is not remembered, or that nobody tracks, neither skips the code nor proves itself', () => {
  for (const of of [{ configuration: trusting, remembered: false }, { remembered: true }, { remembered: undefined }]) {
    expect(next(of)).toBe('SMS_MFA');
    expect(next(of, 'second-factor')).toBeUndefined();
  }
});

test('a remembered device proves itself also where no code is asked for', () => {
  expect(next({ configuration: {}, remembered: true, mfa: false })).toBe('DEVICE_SRP_AUTH');
});

test('no tokens without the code but for a device that has proven itself', () => {
  const states = [undefined, false, true].flatMap((remembered) =>
    [undefined, {}, trusting].map((configuration) => ({ remembered, configuration })),
  );
  const proofs: Proof[][] = [[], ['device-begun'], ['device'], ['device-begun', 'device']];
  const open = states.flatMap((of) =>
    proofs.filter((some) => next(of, ...some) === undefined).map((some) => ({ of, some })),
  );
  expect(open).toEqual([
    { of: { remembered: true, configuration: trusting }, some: ['device'] },
    { of: { remembered: true, configuration: trusting }, some: ['device-begun', 'device'] },
  ]);
});

test('what one device proved is nothing for another one, and stays for itself', () => {
  const proven = attempt(['device-begun', 'device']);
  expect(fromDevice(proven, 'key')).toBe(proven);
  for (const other of ['other', undefined])
    expect(fromDevice(proven, other)).toMatchObject({ deviceKey: other, proofs: ['identity', 'password'] });
});
