import type { UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Pool, PoolSettings } from './pool.js';
import {
  acrConfiguration,
  adminCreateUser,
  asSet,
  emailConfiguration,
  keyConfiguration,
  lambdaConfig,
  passwordPolicy,
  signInPolicy,
  verificationMessages,
} from './pool-members.js';

/**
 * The settings of a pool after an update. AWS's documentation says that what the request leaves out returns to its default;
 * measured, some members do and some keep what they were. Schema, aliases and the way users are named never change.
 */
export const updatedSettings = ({ settings: before }: Pool, request: UpdateUserPoolRequest): PoolSettings => {
  const policies = updatedPolicies(before, request);
  return {
    ...before,
    ...kept(before, request),
    Policies: policies,
    // From here on, what is left out returns to its default.
    ...verificationMessages(request),
    AdminCreateUserConfig: adminCreateUser(request.AdminCreateUserConfig, policies.PasswordPolicy),
    AutoVerifiedAttributes: asSet(request.AutoVerifiedAttributes),
    DeviceConfiguration: request.DeviceConfiguration,
    LambdaConfig: lambdaConfig(request.LambdaConfig),
    SmsAuthenticationMessage: request.SmsAuthenticationMessage,
    UserPoolAddOns: request.UserPoolAddOns,
  };
};

/** Each of the two policies is kept by itself when the other alone is sent. */
const updatedPolicies = (before: PoolSettings, request: UpdateUserPoolRequest): PoolSettings['Policies'] => {
  const { PasswordPolicy: given, SignInPolicy: signIn } = request.Policies ?? {};
  const unusedDays = request.AdminCreateUserConfig?.UnusedAccountValidityDays;
  const policy = given ? passwordPolicy(given, unusedDays) : before.Policies.PasswordPolicy;
  return {
    PasswordPolicy: !given && unusedDays ? { ...policy, TemporaryPasswordValidityDays: unusedDays } : policy,
    SignInPolicy: signIn ? signInPolicy(signIn) : before.Policies.SignInPolicy,
  };
};

/** The members that stay as they were when they are left out. */
const kept = (before: PoolSettings, request: UpdateUserPoolRequest): Partial<PoolSettings> => ({
  AccountRecoverySetting: request.AccountRecoverySetting ?? before.AccountRecoverySetting,
  AcrConfiguration: request.AcrConfiguration ? acrConfiguration(request.AcrConfiguration) : before.AcrConfiguration,
  DcrConfiguration: request.DcrConfiguration ?? before.DcrConfiguration,
  DeletionProtection: request.DeletionProtection ?? before.DeletionProtection,
  EmailConfiguration: request.EmailConfiguration
    ? emailConfiguration(request.EmailConfiguration)
    : before.EmailConfiguration,
  IssuerConfiguration: request.IssuerConfiguration?.Type ? request.IssuerConfiguration : before.IssuerConfiguration,
  KeyConfiguration: request.KeyConfiguration ? keyConfiguration(request.KeyConfiguration) : before.KeyConfiguration,
  MfaConfiguration: request.MfaConfiguration ?? before.MfaConfiguration,
  SmsConfiguration: request.SmsConfiguration ?? before.SmsConfiguration,
  UserAttributeUpdateSettings: request.UserAttributeUpdateSettings ?? before.UserAttributeUpdateSettings,
  UserPoolTags: request.UserPoolTags ?? before.UserPoolTags,
  UserPoolTier: request.UserPoolTier ?? before.UserPoolTier,
});
