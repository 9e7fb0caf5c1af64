import { expect, test } from 'vitest';
import { newPoolSettings } from './pool-defaults.js';

const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:trigger';

test('in a password policy that is given, what it does not name is off', () => {
  const { Policies } = newPoolSettings({ PoolName: 'x', Policies: { PasswordPolicy: { RequireSymbols: true } } });
  expect(Policies.PasswordPolicy).toEqual({
    MinimumLength: 8,
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: false,
    RequireSymbols: true,
    TemporaryPasswordValidityDays: 7,
  });
});

test('zero stands for the default: seven days, no history', () => {
  const PasswordPolicy = { TemporaryPasswordValidityDays: 0, PasswordHistorySize: 0 };
  const { Policies } = newPoolSettings({ PoolName: 'x', Policies: { PasswordPolicy } });
  expect(Policies.PasswordPolicy.TemporaryPasswordValidityDays).toBe(7);
  expect(Policies.PasswordPolicy).not.toHaveProperty('PasswordHistorySize');
});

test.each([
  { EmailVerificationMessage: 'flat {####}' },
  { VerificationMessageTemplate: { EmailMessage: 'flat {####}' } },
  { EmailVerificationMessage: 'other {####}', VerificationMessageTemplate: { EmailMessage: 'flat {####}' } },
])("template and flat member show the same text, of two the template's: %o", (texts) => {
  const settings = newPoolSettings({ PoolName: 'x', ...texts });
  expect(settings.EmailVerificationMessage).toBe('flat {####}');
  expect(settings.VerificationMessageTemplate).toMatchObject({ EmailMessage: 'flat {####}' });
});

test.each([
  { PreTokenGeneration: lambda },
  { PreTokenGenerationConfig: { LambdaVersion: 'V1_0' as const, LambdaArn: lambda } },
])('either way to name the function before token generation fills the other: %o', (LambdaConfig) => {
  expect(newPoolSettings({ PoolName: 'x', LambdaConfig }).LambdaConfig).toEqual({
    PreTokenGeneration: lambda,
    PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: lambda },
  });
});

test('lists that are sets lose their doubles, and are absent when empty', () => {
  const settings = newPoolSettings({
    PoolName: 'x',
    AliasAttributes: [],
    AutoVerifiedAttributes: ['email', 'email'],
  });
  expect(settings.AliasAttributes).toBeUndefined();
  expect(settings.AutoVerifiedAttributes).toEqual(['email']);
});
