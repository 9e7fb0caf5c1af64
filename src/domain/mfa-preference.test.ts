import type { UserPoolMfaType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { changedPreference, describePreference, settingsOfOptions, type MfaSettings } from './mfa-preference.js';
import { poolOf } from './pool.fixture.js';
import type { PoolMfa } from './pool.js';
import type { MfaFactor } from './user.js';

const passkeys: PoolMfa = {
  WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
};

interface Before {
  readonly mode?: UserPoolMfaType;
  readonly mfa?: PoolMfa;
  readonly enabled?: readonly MfaFactor[];
  readonly preferred?: MfaFactor;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly hasSoftwareToken?: boolean;
  readonly hasPasskey?: boolean;
}

const change = (
  settings: MfaSettings,
  {
    mode = 'OPTIONAL',
    mfa = { SmsMfaConfiguration: {}, EmailMfaConfiguration: {}, ...passkeys },
    enabled = [],
    preferred,
    attributes = { phone_number: '+15550100', email: 'maya@example.com' },
    hasSoftwareToken = true,
    hasPasskey = true,
  }: Before = {},
) =>
  changedPreference(
    {
      pool: { ...poolOf({ MfaConfiguration: mode, SmsConfiguration: { SnsCallerArn: 'arn' } }), mfa },
      user: { attributes, mfa: { enabled, preferred } },
      hasSoftwareToken,
      hasPasskey,
    },
    settings,
  );

const on = { Enabled: true };
const off = { Enabled: false };
const first = { Enabled: true, PreferredMfa: true };

test('factors are switched on and off one by one, in one order', () => {
  expect(change({ EmailMfaSettings: on, SMSMfaSettings: on })).toEqual({
    enabled: ['SMS_MFA', 'EMAIL_OTP'],
    preferred: undefined,
  });
  expect(change({ SoftwareTokenMfaSettings: on }, { enabled: ['EMAIL_OTP'] }).enabled).toEqual([
    'SOFTWARE_TOKEN_MFA',
    'EMAIL_OTP',
  ]);
  expect(change({ EmailMfaSettings: off }, { enabled: ['SMS_MFA', 'EMAIL_OTP'] }).enabled).toEqual(['SMS_MFA']);
  expect(change({}, { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' })).toEqual({
    enabled: ['SMS_MFA'],
    preferred: 'SMS_MFA',
  });
});

test('one factor is preferred, until another one is, or it goes', () => {
  const before = { enabled: ['SMS_MFA', 'EMAIL_OTP'], preferred: 'SMS_MFA' } as const;
  expect(change({ SoftwareTokenMfaSettings: first }, before).preferred).toBe('SOFTWARE_TOKEN_MFA');
  expect(change({ EmailMfaSettings: { PreferredMfa: true } }, before).preferred).toBe('EMAIL_OTP');
  expect(change({ EmailMfaSettings: on }, before).preferred).toBe('SMS_MFA');
  expect(change({ SMSMfaSettings: { PreferredMfa: false } }, before).preferred).toBeUndefined();
  expect(change({ SMSMfaSettings: off }, before).preferred).toBeUndefined();
});

test('an app that was verified may be switched on where the pool takes none any more', () => {
  expect(change({ SoftwareTokenMfaSettings: on }, { mfa: {} }).enabled).toEqual(['SOFTWARE_TOKEN_MFA']);
});

test('what is on already may be said again, even if it could not be switched on', () => {
  const before = { enabled: ['SMS_MFA'], attributes: {}, hasSoftwareToken: false } as const;
  expect(change({ EmailMfaSettings: off }, before).enabled).toEqual(['SMS_MFA']);
});

test('where MFA is required preferences move, and what is off may be said to be', () => {
  const before = { mode: 'ON', enabled: ['SMS_MFA', 'EMAIL_OTP'], preferred: 'SMS_MFA' } as const;
  expect(change({ EmailMfaSettings: first, SoftwareTokenMfaSettings: off }, before)).toEqual({
    enabled: ['SMS_MFA', 'EMAIL_OTP'],
    preferred: 'EMAIL_OTP',
  });
});

describe('refuses', () => {
  test.each<[string, MfaSettings, Before, string]>([
    ['anything where MFA is off', { SMSMfaSettings: on }, { mode: 'OFF' }, 'not enabled for the user pool'],
    ['two preferred factors', { SMSMfaSettings: first, EmailMfaSettings: first }, {}, 'Only one'],
    ['a preferred factor that is off', { SMSMfaSettings: { PreferredMfa: true } }, {}, 'must be enabled'],
    [
      'a factor switched off and preferred',
      { SMSMfaSettings: { Enabled: false, PreferredMfa: true } },
      { enabled: ['SMS_MFA'] },
      'must be enabled',
    ],
    [
      'an app that was not verified',
      { SoftwareTokenMfaSettings: on },
      { hasSoftwareToken: false },
      'User has not verified software token mfa',
    ],
    [
      'text messages without a phone',
      { SMSMfaSettings: on },
      { attributes: {} },
      'User does not have delivery config set to turn on SMS_MFA',
    ],
    ['text messages that the pool does not send', { SMSMfaSettings: on }, { mfa: {} }, 'turn on SMS_MFA'],
    [
      'e-mail without an address',
      { EmailMfaSettings: on },
      { attributes: {} },
      'User does not have delivery config set to turn on EMAIL_OTP',
    ],
    ['e-mail that the pool does not send', { EmailMfaSettings: on }, { mfa: {} }, 'turn on EMAIL_OTP'],
    [
      'a required factor switched off',
      { SMSMfaSettings: off },
      { mode: 'ON', enabled: ['SMS_MFA'] },
      'cannot be disabled',
    ],
    [
      'passkeys where they are one factor',
      { SMSMfaSettings: on, WebAuthnMfaSettings: on },
      { mfa: { SmsMfaConfiguration: {} } },
      'passkeys',
    ],
    ['passkeys alone', { WebAuthnMfaSettings: on }, {}, 'requires enabling an additional MFA setting'],
    [
      'passkeys beside a factor that the request does not name',
      { WebAuthnMfaSettings: on },
      { enabled: ['SMS_MFA'] },
      'requires enabling an additional MFA setting',
    ],
    [
      'to leave passkeys alone',
      { SMSMfaSettings: off },
      { enabled: ['SMS_MFA', 'WEB_AUTHN_MFA'] },
      'requires enabling an additional MFA setting',
    ],
    [
      'passkeys of a user who has none',
      { SMSMfaSettings: on, WebAuthnMfaSettings: on },
      { hasPasskey: false },
      'User does not have applicable WebAuthn credentials to enable WebAuthn MFA.',
    ],
  ])('%s', (_what, settings, before, text) => {
    expect(() => change(settings, before)).toThrow(text);
  });
});

test('passkeys go with another factor', () => {
  expect(change({ SMSMfaSettings: on, WebAuthnMfaSettings: on }).enabled).toEqual(['SMS_MFA', 'WEB_AUTHN_MFA']);
  const both = { enabled: ['SMS_MFA', 'WEB_AUTHN_MFA'] } as const;
  expect(change({ WebAuthnMfaSettings: off }, both).enabled).toEqual(['SMS_MFA']);
  expect(change({ SMSMfaSettings: off, WebAuthnMfaSettings: off }, both).enabled).toEqual([]);
});

test('the older options mean text messages, or nothing', () => {
  expect(settingsOfOptions([{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }])).toEqual({ SMSMfaSettings: on });
  expect(settingsOfOptions([])).toEqual({ SMSMfaSettings: off });
  for (const option of [
    { DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const,
    { DeliveryMedium: 'SMS', AttributeName: 'name' } as const,
    {},
  ])
    expect(() => settingsOfOptions([option])).toThrow('only SMS');
});

test('answers show what is on, and nothing where nothing is', () => {
  expect(describePreference({ mfa: { enabled: [], preferred: undefined } })).toEqual({});
  expect(describePreference({ mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: undefined } })).toEqual({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
  });
  expect(describePreference({ mfa: { enabled: ['SMS_MFA', 'EMAIL_OTP'], preferred: 'EMAIL_OTP' } })).toEqual({
    MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
    PreferredMfaSetting: 'EMAIL_OTP',
    UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
  });
});
