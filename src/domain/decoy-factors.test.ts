import type { AuthFactorType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { decoySecondFactors, decoysOf } from './decoy-factors.js';
import { poolOf } from './pool.fixture.js';

const poolThatAllows = (...allowed: AuthFactorType[]) =>
  poolOf({ Policies: { PasswordPolicy: {}, SignInPolicy: { AllowedFirstAuthFactors: allowed } } });

const key = Buffer.alloc(32, 1);
const names = Array.from({ length: 64 }, (_, index) => `name${index}`);

test('a pool that takes no codes has no decoys', () => {
  expect(decoysOf(poolThatAllows('PASSWORD'), key, 'nobody@example.com')).toEqual({});
});

test('what was typed is shown where it is an address', () => {
  expect(decoysOf(poolThatAllows('EMAIL_OTP'), key, 'nobody@example.com')).toEqual({ EMAIL_OTP: 'n***@e***' });
  expect(decoysOf(poolThatAllows('SMS_OTP'), key, '+15550001234')).toEqual({ SMS_OTP: '+*******1234' });
});

test('a name that is no address has one, always the same', () => {
  const pool = poolThatAllows('EMAIL_OTP');
  for (const name of names) {
    expect(decoysOf(pool, key, name)).toEqual({ EMAIL_OTP: expect.stringMatching(/^[a-z]\*{3}@[a-z]\*{3}$/) });
    expect(decoysOf(pool, key, name)).toEqual(decoysOf(pool, key, name));
  }
});

test('names have both kinds of address or one, as users do', () => {
  const pool = poolThatAllows('EMAIL_OTP', 'SMS_OTP');
  const kinds = (list: readonly string[]) =>
    new Set(
      list.map((name) =>
        Object.keys(decoysOf(pool, key, name))
          .toSorted()
          .join(' '),
      ),
    );

  expect(kinds(names)).toEqual(new Set(['EMAIL_OTP', 'EMAIL_OTP SMS_OTP']));
  expect(kinds(names.map((_, index) => `+1555000${1000 + index}`))).toEqual(new Set(['SMS_OTP', 'EMAIL_OTP SMS_OTP']));
});

test('names have some of the second factors of the pool, as users do, and none where it asks for none', () => {
  const mfa = { SoftwareTokenMfaConfiguration: { Enabled: true }, EmailMfaConfiguration: {} };
  const pool = { ...poolOf({ MfaConfiguration: 'OPTIONAL' }), mfa };
  const seen = names.map((name) => decoySecondFactors(pool, key, name).join(' '));

  expect(new Set(seen)).toEqual(new Set(['', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA EMAIL_OTP']));
  expect(names.map((name) => decoySecondFactors(pool, key, name).join(' '))).toEqual(seen);
  expect(decoySecondFactors({ ...poolOf({ MfaConfiguration: 'OFF' }), mfa }, key, 'maya')).toEqual([]);
});
