import type { AuthFactorType, UserPoolMfaType, UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { firstFactorsOf, isFirstFactor, type FactorHolder } from './first-factors.js';
import { poolOf } from './pool.fixture.js';

const poolThatAllows = (allowed: AuthFactorType[], mfa: UserPoolMfaType = 'OFF') =>
  poolOf({
    Policies: { PasswordPolicy: {}, SignInPolicy: { AllowedFirstAuthFactors: allowed } },
    MfaConfiguration: mfa,
  });

const holder = (changes: Partial<FactorHolder> = {}): FactorHolder => ({
  status: 'CONFIRMED',
  attributes: { email: 'maya@example.com', phone_number: '+15550001234' },
  mfa: { enabled: [], preferred: undefined },
  password: true,
  passkey: false,
  ...changes,
});

const every: AuthFactorType[] = ['SMS_OTP', 'EMAIL_OTP', 'PASSWORD'];
const passwords = ['PASSWORD_SRP', 'PASSWORD'];

const cases: readonly [string, ReturnType<typeof poolThatAllows>, FactorHolder, readonly string[]][] = [
  ['a password is allowed always', poolThatAllows([]), holder(), passwords],
  ["the list is in AWS's order", poolThatAllows(every), holder(), [...passwords, 'EMAIL_OTP', 'SMS_OTP']],
  ['what the pool does not allow is missing', poolThatAllows(['SMS_OTP']), holder(), [...passwords, 'SMS_OTP']],
  ['no password, no proof of one', poolThatAllows(['EMAIL_OTP']), holder({ password: false }), ['EMAIL_OTP']],
  ['no address, no code', poolThatAllows(every), holder({ attributes: {} }), passwords],
  ['an empty address is none', poolThatAllows(every), holder({ attributes: { email: '' } }), passwords],
  [
    'a code to one of two addresses',
    poolThatAllows(every),
    holder({ attributes: { phone_number: '+15550001234' } }),
    [...passwords, 'SMS_OTP'],
  ],
  [
    'no code for who has a temporary password',
    poolThatAllows(every),
    holder({ status: 'FORCE_CHANGE_PASSWORD' }),
    passwords,
  ],
  [
    'a second factor may be had beside',
    poolThatAllows(every, 'OPTIONAL'),
    holder(),
    [...passwords, 'EMAIL_OTP', 'SMS_OTP'],
  ],
  ['a second factor for everybody excludes codes', poolThatAllows(every, 'ON'), holder(), passwords],
  ['users of other providers have none', poolThatAllows(every), holder({ status: 'EXTERNAL_PROVIDER' }), []],
  ['nothing at all', poolThatAllows(['PASSWORD']), holder({ password: false }), []],
];

test.each(cases)('%s', (_what, pool, user, offered) => {
  expect(firstFactorsOf(pool, user)).toEqual(offered);
});

for (const status of ['UNCONFIRMED', 'CONFIRMED', 'RESET_REQUIRED'] satisfies UserStatusType[])
  test(`a user who is ${status} is offered all`, () => {
    expect(firstFactorsOf(poolThatAllows(every), holder({ status }))).toHaveLength(4);
  });

test('a passkey for the domain of a pool that takes them comes last', () => {
  const pool = {
    ...poolThatAllows([...every, 'WEB_AUTHN']),
    mfa: { WebAuthnConfiguration: { RelyingPartyId: 'example.com' } },
  };
  expect(firstFactorsOf(pool, holder({ passkey: true }))).toEqual([...passwords, 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']);
  expect(firstFactorsOf(pool, holder({ passkey: true, password: false, attributes: {} }))).toEqual(['WEB_AUTHN']);
  expect(firstFactorsOf(pool, holder())).not.toContain('WEB_AUTHN');
  expect(firstFactorsOf(poolThatAllows(every), holder({ passkey: true }))).not.toContain('WEB_AUTHN');
});

test('other challenges are no first factors', () => {
  expect(isFirstFactor('EMAIL_OTP')).toBe(true);
  for (const name of ['PASSWORD_VERIFIER', 'SMS_MFA', 'NEW_PASSWORD_REQUIRED', 'SELECT_CHALLENGE', 'constructor'])
    expect(isFirstFactor(name)).toBe(false);
});
