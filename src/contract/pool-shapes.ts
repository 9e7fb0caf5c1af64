/** The shapes of user pool requests, under AWS's names; limits, patterns and the order of values are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { ArnType, OptionalArnType, StringType } from './common-shapes.js';
import { OAuthFlowsType, ScopeListType } from './client-shapes.js';
import { boolean, enumeration, integer, list, map, optional, required, string, structure } from './shape.js';

export const UserPoolNameType = string({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const PoolQueryLimitType = integer({ min: 1, max: 60 });
export const DeletionProtectionType = enumeration<Aws.DeletionProtectionType>('ACTIVE', 'INACTIVE');
export const UserPoolMfaType = enumeration<Aws.UserPoolMfaType>('OFF', 'ON', 'OPTIONAL');
export const UserPoolTierType = enumeration<Aws.UserPoolTierType>('LITE', 'ESSENTIALS', 'PLUS');

export const UserPoolTagsType = map(string({ min: 0, max: 256 }), { key: string({ min: 1, max: 128 }) });

// Names and attributes

const VerifiedAttributeType = enumeration<Aws.VerifiedAttributeType>('phone_number', 'email');
export const VerifiedAttributesListType = list(VerifiedAttributeType);
export const UsernameAttributesListType = list(enumeration<Aws.UsernameAttributeType>('phone_number', 'email'));
export const AliasAttributesListType = list(
  enumeration<Aws.AliasAttributeType>('phone_number', 'email', 'preferred_username'),
);
export const UsernameConfigurationType = structure<Aws.UsernameConfigurationType>()({
  CaseSensitive: required(boolean),
});
export const UserAttributeUpdateSettingsType = structure<Aws.UserAttributeUpdateSettingsType>()({
  AttributesRequireVerificationBeforeUpdate: optional(list(VerifiedAttributeType)),
});

const SchemaAttributeType = structure<Aws.SchemaAttributeType>()({
  Name: optional(string({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })),
  // The service's own order (recorded).
  AttributeDataType: optional(enumeration<Aws.AttributeDataType>('Boolean', 'Number', 'String', 'DateTime')),
  DeveloperOnlyAttribute: optional(boolean),
  Mutable: optional(boolean),
  Required: optional(boolean),
  NumberAttributeConstraints: optional(
    structure<Aws.NumberAttributeConstraintsType>()({ MinValue: optional(StringType), MaxValue: optional(StringType) }),
  ),
  StringAttributeConstraints: optional(
    structure<Aws.StringAttributeConstraintsType>()({
      MinLength: optional(StringType),
      MaxLength: optional(StringType),
    }),
  ),
});
export const SchemaAttributesListType = list(SchemaAttributeType, { min: 1, max: 50 });
export const CustomAttributesListType = list(SchemaAttributeType, { min: 1, max: 25 });

// Policies

export const UserPoolPolicyType = structure<Aws.UserPoolPolicyType>()({
  PasswordPolicy: optional(
    structure<Aws.PasswordPolicyType>()({
      MinimumLength: optional(integer({ min: 6, max: 99 })),
      RequireUppercase: optional(boolean),
      RequireLowercase: optional(boolean),
      RequireNumbers: optional(boolean),
      RequireSymbols: optional(boolean),
      PasswordHistorySize: optional(integer({ min: 0, max: 24 })),
      TemporaryPasswordValidityDays: optional(integer({ min: 0, max: 365 })),
    }),
  ),
  SignInPolicy: optional(
    structure<Aws.SignInPolicyType>()({
      AllowedFirstAuthFactors: optional(
        list(enumeration<Aws.AuthFactorType>('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'), {
          min: 1,
          max: 5,
        }),
      ),
    }),
  ),
});

export const AccountRecoverySettingType = structure<Aws.AccountRecoverySettingType>()({
  RecoveryMechanisms: optional(
    list(
      structure<Aws.RecoveryOptionType>()({
        Priority: required(integer({ min: 1, max: 2 })),
        Name: required(
          enumeration<Aws.RecoveryOptionNameType>('verified_email', 'verified_phone_number', 'admin_only'),
        ),
      }),
      { min: 1, max: 2 },
    ),
  ),
});

export const DeviceConfigurationType = structure<Aws.DeviceConfigurationType>()({
  ChallengeRequiredOnNewDevice: optional(boolean),
  DeviceOnlyRememberedOnUserPrompt: optional(boolean),
});

export const UserPoolAddOnsType = structure<Aws.UserPoolAddOnsType>()({
  AdvancedSecurityMode: required(enumeration<Aws.AdvancedSecurityModeType>('OFF', 'AUDIT', 'ENFORCED')),
  AdvancedSecurityAdditionalFlows: optional(
    structure<Aws.AdvancedSecurityAdditionalFlowsType>()({
      CustomAuthMode: optional(enumeration<Aws.AdvancedSecurityEnabledModeType>('AUDIT', 'ENFORCED')),
    }),
  ),
});

// Messages. AWS's patterns for them take time that grows with the square of the length where they fail; what is accepted is the
// same, found in one go.

const emailText = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
/** What the subject of a mail is made of. */
export const emailSubject = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+';
const EmailSubjectType = string({ min: 1, max: 140, pattern: emailSubject });
export const EmailVerificationSubjectType = EmailSubjectType;
export const EmailVerificationMessageType = string({
  min: 6,
  max: 20_000,
  pattern: `${emailText}\\{####\\}${emailText}`,
  accepts: `(?=[^]*\\{####\\})${emailText}`,
});
export const SmsVerificationMessageType = string({ min: 6, max: 140, pattern: '.*\\{####\\}.*' });

export const VerificationMessageTemplateType = structure<Aws.VerificationMessageTemplateType>()({
  SmsMessage: optional(SmsVerificationMessageType),
  EmailMessage: optional(EmailVerificationMessageType),
  EmailSubject: optional(EmailSubjectType),
  EmailMessageByLink: optional(
    string({
      min: 6,
      max: 20_000,
      pattern: `${emailText}\\{##${emailText}##\\}${emailText}`,
      // The first opening is captured by a lookahead of its own, so that where no end follows the others are not tried in turn.
      accepts: `(?=(?=(?<opening>[^]*?\\{##))\\k<opening>[^]*##\\})${emailText}`,
    }),
  ),
  EmailSubjectByLink: optional(EmailSubjectType),
  DefaultEmailOption: optional(enumeration<Aws.DefaultEmailOptionType>('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE')),
});

export const AdminCreateUserConfigType = structure<Aws.AdminCreateUserConfigType>()({
  AllowAdminCreateUserOnly: optional(boolean),
  UnusedAccountValidityDays: optional(integer({ min: 0, max: 365 })),
  InviteMessageTemplate: optional(
    structure<Aws.MessageTemplateType>()({
      SMSMessage: optional(string({ min: 6, max: 140, pattern: '(?s).*' })),
      EmailMessage: optional(string({ min: 6, max: 20_000, pattern: emailText })),
      EmailSubject: optional(EmailSubjectType),
    }),
  ),
});

const addressPart = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
export const EmailConfigurationType = structure<Aws.EmailConfigurationType>()({
  SourceArn: optional(ArnType),
  ReplyToEmailAddress: optional(
    string({ pattern: `${addressPart}@${addressPart}`, accepts: `(?=[^]+@[^])${addressPart}` }),
  ),
  EmailSendingAccount: optional(enumeration<Aws.EmailSendingAccountType>('COGNITO_DEFAULT', 'DEVELOPER')),
  From: optional(StringType),
  ConfigurationSet: optional(string({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' })),
});

const RegionCodeType = string({ min: 5, max: 32 });
export const SmsConfigurationType = structure<Aws.SmsConfigurationType>()({
  SnsCallerArn: optional(OptionalArnType),
  ExternalId: optional(StringType),
  SnsRegion: optional(RegionCodeType),
  EumsSms: optional(
    structure<Aws.EumsSmsConfigurationType>()({
      CallerArn: required(ArnType),
      ExternalId: optional(StringType),
      OriginationIdentity: optional(StringType),
      ConfigurationSetName: optional(StringType),
      InEntityId: optional(StringType),
      InTemplateId: optional(StringType),
      Region: optional(RegionCodeType),
    }),
  ),
});

// Triggers, keys, issuer, newer settings

const lambdaOf = <T extends { LambdaVersion: string | undefined; LambdaArn: string | undefined }>(
  ...versions: readonly NonNullable<T['LambdaVersion']>[]
) => ({ LambdaVersion: required(enumeration(...versions)), LambdaArn: required(ArnType) });

export const LambdaConfigType = structure<Aws.LambdaConfigType>()({
  PreSignUp: optional(ArnType),
  CustomMessage: optional(ArnType),
  PostConfirmation: optional(ArnType),
  PreAuthentication: optional(ArnType),
  PostAuthentication: optional(ArnType),
  DefineAuthChallenge: optional(ArnType),
  CreateAuthChallenge: optional(ArnType),
  VerifyAuthChallengeResponse: optional(ArnType),
  PreTokenGeneration: optional(ArnType),
  UserMigration: optional(ArnType),
  PreTokenGenerationConfig: optional(
    structure<Aws.PreTokenGenerationVersionConfigType>()(
      lambdaOf<Aws.PreTokenGenerationVersionConfigType>('V1_0', 'V2_0', 'V3_0'),
    ),
  ),
  CustomSMSSender: optional(
    structure<Aws.CustomSMSLambdaVersionConfigType>()(lambdaOf<Aws.CustomSMSLambdaVersionConfigType>('V1_0')),
  ),
  CustomEmailSender: optional(
    structure<Aws.CustomEmailLambdaVersionConfigType>()(lambdaOf<Aws.CustomEmailLambdaVersionConfigType>('V1_0')),
  ),
  KMSKeyID: optional(ArnType),
  InboundFederation: optional(
    structure<Aws.InboundFederationLambdaType>()(lambdaOf<Aws.InboundFederationLambdaType>('V1_0')),
  ),
});

export const KeyConfigurationType = structure<Aws.KeyConfigurationType>()({
  KeyType: optional(enumeration<Aws.EncryptionKeyType>('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY')),
  KmsKeyArn: optional(ArnType),
});

export const IssuerConfigurationType = structure<Aws.IssuerConfigurationType>()({
  Type: optional(enumeration<Aws.IssuerType>('ORIGINAL', 'UPDATED')),
});

const AcrValueType = string({ min: 1, max: 64, pattern: '[^\\s"\\\\]+' });

export const AcrConfigurationType = map(structure<Aws.AcrLevelConfigType>()({ AcrValue: required(AcrValueType) }), {
  key: enumeration('Level1', 'Level2', 'Level3', 'Level4'),
});

export const DcrConfigurationType = structure<Aws.DcrConfigurationType>()({
  EnableStatus: optional(enumeration<Aws.StatusType>('Enabled', 'Disabled')),
  OpenDcrEnabled: optional(boolean),
  AuthenticatedGrantTypes: optional(OAuthFlowsType),
  OpenDcrGrantTypes: optional(OAuthFlowsType),
  AllowedScopes: optional(ScopeListType),
});
