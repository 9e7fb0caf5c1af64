import type {
  UpdateUserPoolCommandInput,
  UpdateUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import {
  FeatureUnavailableInTier,
  InvalidParameter,
  NotAuthorized,
  ResourceNotFound,
  TierChangeNotAllowed,
  UserPoolTagging,
} from '#contract/errors.js';
import * as shape from '#contract/pool-shapes.js';
import { optional, required } from '#contract/shape.js';
import { checkUpdatedPool } from '#domain/pool-checks.js';
import { mfaAsSettled } from '#domain/pool-mfa.js';
import { updatedSettings } from '#domain/pool-update.js';
import { operation } from './operation.js';

/** Changes a pool. Of the members that the request leaves out, some return to their defaults and some stay. */
export const UpdateUserPool = operation<UpdateUserPoolCommandInput, UpdateUserPoolCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    Policies: optional(shape.UserPoolPolicyType),
    DeletionProtection: optional(shape.DeletionProtectionType),
    LambdaConfig: optional(shape.LambdaConfigType),
    AutoVerifiedAttributes: optional(shape.VerifiedAttributesListType),
    SmsVerificationMessage: optional(shape.SmsVerificationMessageType),
    EmailVerificationMessage: optional(shape.EmailVerificationMessageType),
    EmailVerificationSubject: optional(shape.EmailVerificationSubjectType),
    VerificationMessageTemplate: optional(shape.VerificationMessageTemplateType),
    SmsAuthenticationMessage: optional(shape.SmsVerificationMessageType),
    UserAttributeUpdateSettings: optional(shape.UserAttributeUpdateSettingsType),
    MfaConfiguration: optional(shape.UserPoolMfaType),
    DeviceConfiguration: optional(shape.DeviceConfigurationType),
    EmailConfiguration: optional(shape.EmailConfigurationType),
    SmsConfiguration: optional(shape.SmsConfigurationType),
    UserPoolTags: optional(shape.UserPoolTagsType),
    AdminCreateUserConfig: optional(shape.AdminCreateUserConfigType),
    UserPoolAddOns: optional(shape.UserPoolAddOnsType),
    DcrConfiguration: optional(shape.DcrConfigurationType),
    AccountRecoverySetting: optional(shape.AccountRecoverySettingType),
    PoolName: optional(shape.UserPoolNameType),
    UserPoolTier: optional(shape.UserPoolTierType),
    KeyConfiguration: optional(shape.KeyConfigurationType),
    IssuerConfiguration: optional(shape.IssuerConfigurationType),
    AcrConfiguration: optional(shape.AcrConfigurationType),
  },
  errors: [
    FeatureUnavailableInTier,
    InvalidParameter,
    NotAuthorized,
    ResourceNotFound,
    TierChangeNotAllowed,
    UserPoolTagging,
  ],

  async handle(input, { caller, clock, store }) {
    await store.pools.update(
      caller,
      input.UserPoolId,
      (pool) => {
        const settings = updatedSettings(pool, input);
        const mfa = mfaAsSettled({ settings, mfa: pool.mfa });
        checkUpdatedPool(input, { settings, mfa }, pool);
        return { name: input.PoolName ?? pool.name, settings, mfa };
      },
      clock.now(),
    );
    return {};
  },
});
