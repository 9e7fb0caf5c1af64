import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import type { Pool, PoolSettings } from './pool.js';
import { checkNewPool, checkUpdatedPool } from './pool-checks.js';
import { newPoolSettings } from './pool-defaults.js';
import { poolOf } from './pool.fixture.js';
import { mfaAsSettled } from './pool-mfa.js';
import { updatedSettings } from './pool-update.js';

const create = (region: string, settings: Partial<CreateUserPoolRequest> = {}) => {
  const request = { PoolName: 'x', ...settings };
  const made = newPoolSettings(request);
  checkNewPool(request, { settings: made, mfa: mfaAsSettled({ settings: made, mfa: {} }) }, region);
};

const update = (pool: Pool, settings: Partial<UpdateUserPoolRequest>) => {
  const request = { UserPoolId: pool.id, ...settings };
  checkUpdatedPool(request, { settings: updatedSettings(pool, request), mfa: pool.mfa }, pool);
};

const pool = (settings: Partial<PoolSettings> = {}): Pool =>
  poolOf({ ...newPoolSettings({ PoolName: 'x' }), ...settings });

test('verification before update is kept, and judged with what verifies by itself', () => {
  const settings = { AttributesRequireVerificationBeforeUpdate: ['email' as const] };
  const own = pool({ AutoVerifiedAttributes: ['email'], UserAttributeUpdateSettings: settings });

  expect(() => update(own, {})).toThrow(
    'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
  );
  expect(() => update(own, { AutoVerifiedAttributes: ['email'] })).not.toThrow();
});

test('an account and a role are nothing that could be checked on premises', () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::999999999999:role/elsewhere' };
  expect(() => create('us-east-1', { SmsConfiguration, AutoVerifiedAttributes: ['phone_number'] })).not.toThrow();
});

test.each(['a@example.com', 'Staff <a@example.com>', '"Staff, all" <a@example.com>', '<a@example.com>'])(
  'mails may come from %s',
  (From) => {
    expect(() => create('us-east-1', { EmailConfiguration: { From } })).not.toThrow();
  },
);

test('sending the default levels back asks for nothing', () => {
  const AcrConfiguration = { Level1: { AcrValue: 'urn:cognito:loa:1' } };
  expect(() => update(pool(), { AcrConfiguration })).not.toThrow();
});

test("AWS's own refusal comes before the one of a setting that is not built", () => {
  expect(() => create('us-east-1', { MfaConfiguration: 'ON' })).toThrow('SMS configuration and Auto verification');
  expect(() => create('us-east-1', { DeviceConfiguration: {}, UserPoolTags: { 'aws:x': '' } })).toThrow('reserved');
});
