import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pool, PoolSettings } from './pool.js';
import { newPoolSettings } from './pool-defaults.js';
import { poolOf } from './pool.fixture.js';
import { updatedSettings } from './pool-update.js';

type Member = keyof UpdateUserPoolRequest & keyof PoolSettings;

/** What an update resets when it leaves it out, as measured on AWS (texts: inferred), and what it keeps. */
const reset = [
  'AutoVerifiedAttributes',
  'DeviceConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'LambdaConfig',
  'SmsAuthenticationMessage',
  'SmsVerificationMessage',
  'UserPoolAddOns',
  'VerificationMessageTemplate',
] as const satisfies readonly Member[];
const kept = [
  'AccountRecoverySetting',
  'AcrConfiguration',
  'DcrConfiguration',
  'DeletionProtection',
  'EmailConfiguration',
  'IssuerConfiguration',
  'KeyConfiguration',
  'MfaConfiguration',
  'SmsConfiguration',
  'UserAttributeUpdateSettings',
  'UserPoolTags',
  'UserPoolTier',
] as const satisfies readonly Member[];
const immutable = ['AliasAttributes', 'SchemaAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const;

const text = fc.constantFrom('Code {####}', 'Your code: {####}', '{####}');
const attributes = fc.uniqueArray(fc.constantFrom('email' as const, 'phone_number' as const), { maxLength: 2 });
const arn = fc.constantFrom('arn:aws:lambda:us-east-1:000000000000:function:a', 'arn:aws:lambda:x:1:function:b');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const passwordPolicy = fc.record(
  {
    MinimumLength: fc.integer({ min: 6, max: 99 }),
    RequireNumbers: fc.boolean(),
    PasswordHistorySize: fc.integer({ min: 0, max: 24 }),
    TemporaryPasswordValidityDays: fc.integer({ min: 0, max: 365 }),
  },
  { requiredKeys: [] },
);
const signInPolicy = fc.record({
  AllowedFirstAuthFactors: fc.uniqueArray(fc.constantFrom('PASSWORD' as const, 'EMAIL_OTP' as const), { minLength: 1 }),
});

/** Requests with any of the members that creating and updating have in common. */
const requests: fc.Arbitrary<Partial<CreateUserPoolRequest & UpdateUserPoolRequest>> = fc.record(
  {
    Policies: fc.record({ PasswordPolicy: passwordPolicy, SignInPolicy: signInPolicy }, { requiredKeys: [] }),
    DeletionProtection: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const),
    LambdaConfig: fc.record({ PreSignUp: optional(arn), PreTokenGeneration: optional(arn) }),
    AutoVerifiedAttributes: attributes,
    SmsVerificationMessage: text,
    EmailVerificationMessage: text,
    EmailVerificationSubject: fc.constantFrom('Hello', 'Welcome'),
    VerificationMessageTemplate: fc.record({ EmailMessage: optional(text), SmsMessage: optional(text) }),
    SmsAuthenticationMessage: text,
    MfaConfiguration: fc.constantFrom('OFF' as const, 'ON' as const, 'OPTIONAL' as const),
    UserAttributeUpdateSettings: fc.record({ AttributesRequireVerificationBeforeUpdate: attributes }),
    DeviceConfiguration: fc.record({ ChallengeRequiredOnNewDevice: fc.boolean() }),
    EmailConfiguration: fc.record({ From: fc.constantFrom('a@example.com', 'b@example.com') }),
    SmsConfiguration: fc.record({ ExternalId: fc.string() }),
    UserPoolTags: fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
    AdminCreateUserConfig: fc.record(
      { AllowAdminCreateUserOnly: fc.boolean(), UnusedAccountValidityDays: fc.integer({ min: 0, max: 365 }) },
      { requiredKeys: [] },
    ),
    UserPoolAddOns: fc.constant({ AdvancedSecurityMode: 'OFF' as const }),
    DcrConfiguration: fc.record({ OpenDcrEnabled: fc.boolean() }),
    AccountRecoverySetting: fc.constantFrom({}, { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' as const }] }),
    UserPoolTier: fc.constantFrom('LITE' as const, 'PLUS' as const),
    KeyConfiguration: fc.constantFrom({ KeyType: 'CUSTOMER_MANAGED_KEY' as const }, {}),
    IssuerConfiguration: fc.constantFrom({ Type: 'UPDATED' as const }, { Type: 'ORIGINAL' as const }),
    AcrConfiguration: fc.constantFrom({ Level1: { AcrValue: 'one' } }, {}),
  },
  { requiredKeys: [] },
);

const pools: fc.Arbitrary<Pool> = requests.map((request) =>
  poolOf(
    newPoolSettings({
      PoolName: 'x',
      UsernameAttributes: ['email'],
      Schema: [{ Name: 'tier', AttributeDataType: 'String' }],
      ...request,
    }),
  ),
);

const update = (pool: Pool, request: Partial<UpdateUserPoolRequest>) =>
  updatedSettings(pool, { UserPoolId: pool.id, ...request });

/** The settings that the request would make of nothing. */
const fresh = (request: Partial<UpdateUserPoolRequest>) => newPoolSettings({ ...request, PoolName: 'x' });

/** Both sides of each comparison for pools and requests of all kinds. */
const alwaysEqual = (
  sides: (pool: Pool, request: Partial<UpdateUserPoolRequest>) => [actual: unknown, expected: unknown],
) =>
  fc.property(pools, requests, (pool, request) => {
    const [actual, expected] = sides(pool, request);
    expect(actual).toEqual(expected);
  });

const pick = (settings: PoolSettings, members: readonly (keyof PoolSettings)[]) =>
  Object.fromEntries(members.map((member) => [member, settings[member]]));

test.each<[string, ReturnType<typeof alwaysEqual>]>([
  [
    'what a request names, the pool has from then on',
    alwaysEqual((pool, request) => {
      const named = [...reset, ...kept].filter((member) => request[member] !== undefined);
      return [pick(update(pool, request), named), pick(fresh(request), named)];
    }),
  ],
  [
    'some of what it leaves out returns to the default',
    alwaysEqual((pool, request) => [pick(update(pool, request), reset), pick(fresh(request), reset)]),
  ],
  [
    'so does who may create users, and how they are invited',
    alwaysEqual((pool, request) => {
      const { UnusedAccountValidityDays: _, ...config } = update(pool, request).AdminCreateUserConfig;
      return [config, { AllowAdminCreateUserOnly: request.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false }];
    }),
  ],
  [
    'some of it stays',
    alwaysEqual((pool, request) => {
      const omitted = kept.filter((member) => request[member] === undefined);
      return [pick(update(pool, request), omitted), pick(pool.settings, omitted)];
    }),
  ],
  [
    'the sign-in policy stays when the password policy alone is sent',
    alwaysEqual((pool, request) => {
      const source = request.Policies?.SignInPolicy ? fresh(request) : pool.settings;
      return [update(pool, request).Policies.SignInPolicy, source.Policies.SignInPolicy];
    }),
  ],
  [
    'the password policy stays when the sign-in policy alone is sent, but for days that are given elsewhere',
    alwaysEqual((pool, request) => {
      const source = request.Policies?.PasswordPolicy ? fresh(request) : pool.settings;
      const days = request.Policies?.PasswordPolicy ? 0 : request.AdminCreateUserConfig?.UnusedAccountValidityDays;
      const elsewhere = days ? { TemporaryPasswordValidityDays: days } : {};
      return [update(pool, request).Policies.PasswordPolicy, { ...source.Policies.PasswordPolicy, ...elsewhere }];
    }),
  ],
  [
    'the days of unused accounts are those of temporary passwords, always',
    alwaysEqual((pool, request) => {
      const { AdminCreateUserConfig: config, Policies: policies } = update(pool, request);
      return [config.UnusedAccountValidityDays, policies.PasswordPolicy.TemporaryPasswordValidityDays];
    }),
  ],
  [
    'schema and names never change',
    alwaysEqual((pool, request) => [pick(update(pool, request), immutable), pick(pool.settings, immutable)]),
  ],
])('%s', (_, property) => {
  expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow();
});

test('nothing that a pool shows is missing in these lists', () => {
  const covered = [...reset, ...kept, ...immutable, 'Policies', 'AdminCreateUserConfig'];
  expect(Object.keys(newPoolSettings({ PoolName: 'x' })).toSorted()).toEqual(covered.toSorted());
});
