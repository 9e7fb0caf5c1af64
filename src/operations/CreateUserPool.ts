import type {
  CreateUserPoolCommandInput,
  CreateUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  FeatureUnavailableInTier,
  InvalidParameter,
  NotAuthorized,
  TooManyRequests,
  UserPoolTagging,
} from '#contract/errors.js';
import * as shape from '#contract/pool-shapes.js';
import { optional, required } from '#contract/shape.js';
import { checkNewPool } from '#domain/pool-checks.js';
import { newPoolSettings } from '#domain/pool-defaults.js';
import { describePool } from '#domain/pool-description.js';
import { mfaAsSettled } from '#domain/pool-mfa.js';
import { randomAlphanumerics } from '#lib/ids.js';
import { newPoolKeys } from '#services/pool-keys.js';
import { operation } from './operation.js';

/** Makes a user pool of the caller's account, in the region that the request is signed for. */
export const CreateUserPool = operation<CreateUserPoolCommandInput, CreateUserPoolCommandOutput>()({
  access: 'signed',
  input: {
    PoolName: required(shape.UserPoolNameType),
    Policies: optional(shape.UserPoolPolicyType),
    DeletionProtection: optional(shape.DeletionProtectionType),
    LambdaConfig: optional(shape.LambdaConfigType),
    AutoVerifiedAttributes: optional(shape.VerifiedAttributesListType),
    AliasAttributes: optional(shape.AliasAttributesListType),
    UsernameAttributes: optional(shape.UsernameAttributesListType),
    SmsVerificationMessage: optional(shape.SmsVerificationMessageType),
    EmailVerificationMessage: optional(shape.EmailVerificationMessageType),
    EmailVerificationSubject: optional(shape.EmailVerificationSubjectType),
    VerificationMessageTemplate: optional(shape.VerificationMessageTemplateType),
    SmsAuthenticationMessage: optional(shape.SmsVerificationMessageType),
    MfaConfiguration: optional(shape.UserPoolMfaType),
    UserAttributeUpdateSettings: optional(shape.UserAttributeUpdateSettingsType),
    DeviceConfiguration: optional(shape.DeviceConfigurationType),
    EmailConfiguration: optional(shape.EmailConfigurationType),
    SmsConfiguration: optional(shape.SmsConfigurationType),
    UserPoolTags: optional(shape.UserPoolTagsType),
    AdminCreateUserConfig: optional(shape.AdminCreateUserConfigType),
    Schema: optional(shape.SchemaAttributesListType),
    UserPoolAddOns: optional(shape.UserPoolAddOnsType),
    DcrConfiguration: optional(shape.DcrConfigurationType),
    UsernameConfiguration: optional(shape.UsernameConfigurationType),
    AccountRecoverySetting: optional(shape.AccountRecoverySettingType),
    UserPoolTier: optional(shape.UserPoolTierType),
    KeyConfiguration: optional(shape.KeyConfigurationType),
    IssuerConfiguration: optional(shape.IssuerConfigurationType),
    AcrConfiguration: optional(shape.AcrConfigurationType),
  },
  errors: [FeatureUnavailableInTier, InvalidParameter, NotAuthorized, TooManyRequests, UserPoolTagging],

  async handle(input, { caller: { account, region }, clock, keySource, store }) {
    const settings = newPoolSettings(input);
    const mfa = mfaAsSettled({ settings, mfa: {} });
    checkNewPool(input, { settings, mfa }, region);

    const keys = await newPoolKeys(keySource, clock.now());
    const id = `${region}_${randomAlphanumerics(9)}`;
    const now = clock.now();
    const pool = {
      id,
      account,
      region,
      name: input.PoolName,
      settings,
      mfa,
      sessionConfiguration: {},
      createdAt: now,
      modifiedAt: now,
    };
    await store.pools.create(pool, keys);
    return { UserPool: describePool(pool, 0) };
  },
});
