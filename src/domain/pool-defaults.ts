import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { PoolSettings } from './pool.js';
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
import { poolSchema } from './schema-attributes.js';

/** The settings of a new pool: what its request says, and AWS's defaults for the rest. Throws InvalidParameterException for a bad schema. */
export const newPoolSettings = (request: CreateUserPoolRequest): PoolSettings => {
  const policy = passwordPolicy(
    request.Policies?.PasswordPolicy,
    request.AdminCreateUserConfig?.UnusedAccountValidityDays,
  );
  return {
    Policies: { PasswordPolicy: policy, SignInPolicy: signInPolicy(request.Policies?.SignInPolicy) },
    DeletionProtection: request.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: lambdaConfig(request.LambdaConfig),
    SchemaAttributes: poolSchema(request.Schema),
    AutoVerifiedAttributes: asSet(request.AutoVerifiedAttributes),
    AliasAttributes: asSet(request.AliasAttributes),
    UsernameAttributes: asSet(request.UsernameAttributes),
    UsernameConfiguration: request.UsernameConfiguration,
    ...verificationMessages(request),
    SmsAuthenticationMessage: request.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: request.UserAttributeUpdateSettings,
    MfaConfiguration: request.MfaConfiguration ?? 'OFF',
    DeviceConfiguration: request.DeviceConfiguration,
    EmailConfiguration: emailConfiguration(request.EmailConfiguration),
    SmsConfiguration: request.SmsConfiguration,
    UserPoolTags: request.UserPoolTags ?? {},
    UserPoolAddOns: request.UserPoolAddOns,
    AdminCreateUserConfig: adminCreateUser(request.AdminCreateUserConfig, policy),
    AccountRecoverySetting: request.AccountRecoverySetting ?? defaultRecovery,
    UserPoolTier: request.UserPoolTier ?? 'ESSENTIALS',
    KeyConfiguration: keyConfiguration(request.KeyConfiguration),
    IssuerConfiguration: { Type: request.IssuerConfiguration?.Type ?? 'ORIGINAL' },
    AcrConfiguration: acrConfiguration(request.AcrConfiguration),
    DcrConfiguration: request.DcrConfiguration,
  };
};

const defaultRecovery: PoolSettings['AccountRecoverySetting'] = {
  RecoveryMechanisms: [
    { Priority: 1, Name: 'verified_email' },
    { Priority: 2, Name: 'verified_phone_number' },
  ],
};
