import type { UserPoolMfaType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { poolOf } from './pool.fixture.js';
import type { PoolFactor } from './pool-mfa.js';
import type { PoolSettings } from './pool.js';
import { secondFactor, secondFactorChannels, stepUpFactors, type SecondFactorCase } from './second-factor.js';
import type { MfaFactor } from './user.js';

const all: readonly PoolFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

interface Row {
  readonly mode: UserPoolMfaType;
  /** What the pool allows; all three by default. */
  readonly pool?: readonly PoolFactor[];
  /** What the user has, by the factor that it serves. */
  readonly has?: readonly PoolFactor[];
  readonly enabled?: readonly MfaFactor[];
  readonly preferred?: MfaFactor;
  readonly recovery?: PoolSettings['AccountRecoverySetting'];
  readonly next: string;
}

const caseOf = ({
  mode,
  pool = all,
  has = [],
  enabled = [],
  preferred,
  recovery,
}: Omit<Row, 'next'>): SecondFactorCase => ({
  pool: {
    settings: poolOf({
      MfaConfiguration: mode,
      SmsConfiguration: { SnsCallerArn: 'arn' },
      ...(recovery && { AccountRecoverySetting: recovery }),
    }).settings,
    mfa: {
      ...(pool.includes('SMS_MFA') && { SmsMfaConfiguration: {} }),
      ...(pool.includes('EMAIL_OTP') && { EmailMfaConfiguration: {} }),
      SoftwareTokenMfaConfiguration: { Enabled: pool.includes('SOFTWARE_TOKEN_MFA') },
    },
  },
  user: {
    attributes: {
      ...(has.includes('SMS_MFA') && { phone_number: '+15550100' }),
      ...(has.includes('EMAIL_OTP') && { email: 'maya@example.com' }),
    },
    mfa: { enabled, preferred },
  },
  hasSoftwareToken: has.includes('SOFTWARE_TOKEN_MFA'),
});

const wordsOf = (of: SecondFactorCase): string => {
  const next = secondFactor(of);
  if (!next) return 'none';
  return 'choices' in next ? `${next.challenge} ${next.choices.join(' ')}` : next.challenge;
};

const byPhone: Row['recovery'] = { RecoveryMechanisms: [{ Name: 'verified_phone_number', Priority: 1 }] };
const byAdministrator: Row['recovery'] = { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] };

const rows: readonly Row[] = [
  // Off: preferences are ignored.
  { mode: 'OFF', next: 'none' },
  { mode: 'OFF', has: all, enabled: all, preferred: 'SMS_MFA', next: 'none' },

  // Optional: what the user switched on.
  { mode: 'OPTIONAL', next: 'none' },
  { mode: 'OPTIONAL', has: all, next: 'none' },
  { mode: 'OPTIONAL', has: all, enabled: ['SMS_MFA'], next: 'SMS_MFA' },
  { mode: 'OPTIONAL', has: all, enabled: ['EMAIL_OTP'], next: 'EMAIL_OTP' },
  { mode: 'OPTIONAL', has: all, enabled: ['SOFTWARE_TOKEN_MFA'], next: 'SOFTWARE_TOKEN_MFA' },
  { mode: 'OPTIONAL', has: all, enabled: all, preferred: 'EMAIL_OTP', next: 'EMAIL_OTP' },
  { mode: 'OPTIONAL', has: all, enabled: all, next: 'SELECT_MFA_TYPE SMS_MFA SOFTWARE_TOKEN_MFA EMAIL_OTP' },
  {
    mode: 'OPTIONAL',
    has: all,
    enabled: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
    next: 'SELECT_MFA_TYPE SOFTWARE_TOKEN_MFA EMAIL_OTP',
  },
  // A passkey is no second factor of its own.
  { mode: 'OPTIONAL', has: all, enabled: ['WEB_AUTHN_MFA', 'SMS_MFA'], next: 'SMS_MFA' },
  // A preferred factor that cannot be used any more: the next one, or none.
  { mode: 'OPTIONAL', has: ['SMS_MFA'], enabled: all, preferred: 'EMAIL_OTP', next: 'SMS_MFA' },
  {
    mode: 'OPTIONAL',
    has: all,
    pool: ['SMS_MFA', 'EMAIL_OTP'],
    enabled: ['SOFTWARE_TOKEN_MFA'],
    next: 'SOFTWARE_TOKEN_MFA',
  },
  { mode: 'OPTIONAL', has: all, pool: ['SOFTWARE_TOKEN_MFA'], enabled: ['SMS_MFA', 'EMAIL_OTP'], next: 'none' },
  { mode: 'OPTIONAL', enabled: ['SMS_MFA'], preferred: 'SMS_MFA', next: 'none' },

  // Required: an authenticator app needs no preference, and an address is enough.
  { mode: 'ON', has: all, enabled: ['EMAIL_OTP'], preferred: 'EMAIL_OTP', next: 'EMAIL_OTP' },
  { mode: 'ON', has: all, next: 'SOFTWARE_TOKEN_MFA' },
  { mode: 'ON', has: all, pool: ['SMS_MFA'], next: 'SOFTWARE_TOKEN_MFA' },
  { mode: 'ON', has: all, enabled: ['SMS_MFA'], next: 'SELECT_MFA_TYPE SMS_MFA SOFTWARE_TOKEN_MFA' },
  {
    mode: 'ON',
    has: ['SMS_MFA', 'EMAIL_OTP'],
    enabled: ['SMS_MFA', 'EMAIL_OTP'],
    next: 'SELECT_MFA_TYPE SMS_MFA EMAIL_OTP',
  },
  { mode: 'ON', has: ['SMS_MFA'], next: 'SMS_MFA' },
  { mode: 'ON', has: ['EMAIL_OTP'], next: 'EMAIL_OTP' },
  // The channel of recovery is not the one of the second factor, where there are two.
  { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'], next: 'SMS_MFA' },
  { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'], recovery: byAdministrator, next: 'SMS_MFA' },
  { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'], recovery: byPhone, next: 'EMAIL_OTP' },
  { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'], recovery: {}, next: 'EMAIL_OTP' },
  { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'], pool: ['EMAIL_OTP'], next: 'EMAIL_OTP' },
  // Nothing that works: what the pool can set up.
  { mode: 'ON', next: 'MFA_SETUP SOFTWARE_TOKEN_MFA SMS_MFA EMAIL_OTP' },
  { mode: 'ON', pool: ['SOFTWARE_TOKEN_MFA'], has: ['SMS_MFA', 'EMAIL_OTP'], next: 'MFA_SETUP SOFTWARE_TOKEN_MFA' },
  { mode: 'ON', pool: ['EMAIL_OTP'], enabled: ['SMS_MFA'], preferred: 'SMS_MFA', next: 'MFA_SETUP EMAIL_OTP' },
  { mode: 'ON', has: ['EMAIL_OTP'], enabled: ['SMS_MFA'], preferred: 'SMS_MFA', next: 'EMAIL_OTP' },
];

describe('the second factor', () => {
  test.each(rows)('$mode, pool $pool, user $has, enabled $enabled, preferred $preferred: $next', ({ next, ...of }) => {
    expect(wordsOf(caseOf(of))).toBe(next);
  });
});

describe('the channels of second factors', () => {
  test.each<[Omit<Row, 'next'>, { sms: boolean; email: boolean }]>([
    [
      { mode: 'OFF', has: all, enabled: all },
      { sms: false, email: false },
    ],
    [
      { mode: 'OPTIONAL', has: all },
      { sms: false, email: false },
    ],
    [
      { mode: 'OPTIONAL', has: all, enabled: ['SMS_MFA'] },
      { sms: true, email: false },
    ],
    [
      { mode: 'OPTIONAL', has: all, enabled: all, preferred: 'SOFTWARE_TOKEN_MFA' },
      { sms: true, email: true },
    ],
    [
      { mode: 'ON', has: ['SMS_MFA', 'EMAIL_OTP'] },
      { sms: true, email: false },
    ],
    [
      { mode: 'ON', has: all },
      { sms: false, email: false },
    ],
  ])('of %j are %j', (of, channels) => {
    expect(secondFactorChannels(caseOf(of))).toEqual(channels);
  });
});

describe('the factors that reach a higher level', () => {
  const verified = { phone_number_verified: 'true', email_verified: 'true' };
  const unverified = { phone_number_verified: 'false', email_verified: 'false' };
  test.each<[Omit<Row, 'next'>, Readonly<Record<string, string>>, readonly PoolFactor[]]>([
    [{ mode: 'OFF', has: all, enabled: all }, verified, []],
    [{ mode: 'OPTIONAL', has: all }, verified, all],
    [{ mode: 'OPTIONAL', has: all }, { phone_number_verified: 'true' }, ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']],
    [{ mode: 'OPTIONAL', has: all }, { email_verified: 'true' }, ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']],
    // Whoever knows the password may have entered an address of his own.
    [{ mode: 'OPTIONAL', has: all }, {}, ['SOFTWARE_TOKEN_MFA']],
    [{ mode: 'ON', has: all }, unverified, ['SOFTWARE_TOKEN_MFA']],
    [{ mode: 'OPTIONAL', has: all, enabled: ['SMS_MFA'] }, unverified, ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']],
    [{ mode: 'OPTIONAL', has: all, enabled: ['EMAIL_OTP'] }, unverified, ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']],
    // What the user lacks, or the pool does not take, reaches nothing.
    [{ mode: 'OPTIONAL', enabled: all }, verified, []],
    [{ mode: 'ON', has: all, pool: ['EMAIL_OTP'] }, verified, ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']],
  ])('of %j, %j are %j', (of, flags, factors) => {
    const { user, ...rest } = caseOf(of);
    expect(stepUpFactors({ ...rest, user: { ...user, attributes: { ...user.attributes, ...flags } } })).toEqual(
      factors,
    );
  });
});
