import type { UpdateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { broken, invalid } from './refusals.js';

type Settings = Omit<UpdateUserPoolCommandInput, 'UserPoolId'>;

/** Lets a case hold what AWS's types forbid. */
const anything = (settings: object): Settings => settings;

const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:trigger';
const otherLambda = 'arn:aws:lambda:us-east-1:000000000000:function:other';
const elsewhere = 'arn:aws:lambda:eu-west-1:000000000000:function:trigger';
const key = 'arn:aws:kms:us-east-1:000000000000:key/1';
const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const sender = { LambdaVersion: 'V1_0', LambdaArn: lambda } as const;

const mustHaveLength = (bound: 'greater' | 'less', length: number) =>
  `Member must have length ${bound} than or equal to ${length}`;
const mustHaveValue = (bound: 'greater' | 'less', value: number) =>
  `Member must have value ${bound} than or equal to ${value}`;
const mustBeOneOf = (values: string) => `Member must satisfy enum value set: [${values}]`;
const mustMatch = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;

const text = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const arn = 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?';

export interface PoolRefusal {
  readonly what: string;
  readonly settings: Settings;
  readonly refusal: { readonly name: string; readonly message: string };
}

const passwordPolicy = (policy: object): Settings => ({ Policies: { PasswordPolicy: policy } });

const constraints: readonly PoolRefusal[] = [
  {
    what: 'a minimum length below 6',
    settings: passwordPolicy({ MinimumLength: 5 }),
    refusal: broken('5', 'policies.passwordPolicy.minimumLength', mustHaveValue('greater', 6)),
  },
  {
    what: 'a minimum length above 99',
    settings: passwordPolicy({ MinimumLength: 100 }),
    refusal: broken('100', 'policies.passwordPolicy.minimumLength', mustHaveValue('less', 99)),
  },
  {
    what: 'a temporary password of more than a year',
    settings: passwordPolicy({ TemporaryPasswordValidityDays: 366 }),
    refusal: broken('366', 'policies.passwordPolicy.temporaryPasswordValidityDays', mustHaveValue('less', 365)),
  },
  {
    what: 'a history of more than 24 passwords',
    settings: passwordPolicy({ PasswordHistorySize: 25 }),
    refusal: broken('25', 'policies.passwordPolicy.passwordHistorySize', mustHaveValue('less', 24)),
  },
  {
    what: 'an e-mail text without the code',
    settings: { EmailVerificationMessage: 'no code here' },
    refusal: broken('no code here', 'emailVerificationMessage', mustMatch(`${text}\\{####\\}${text}`)),
  },
  {
    what: 'a link text without the link',
    settings: { VerificationMessageTemplate: { EmailMessageByLink: 'no link here' } },
    refusal: broken(
      'no link here',
      'verificationMessageTemplate.emailMessageByLink',
      mustMatch(`${text}\\{##${text}##\\}${text}`),
    ),
  },
  {
    what: 'an SMS text without the code',
    settings: { SmsVerificationMessage: 'no code here' },
    refusal: broken('no code here', 'smsVerificationMessage', mustMatch('.*\\{####\\}.*')),
  },
  {
    what: 'an invitation that is too short',
    settings: { AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'short' } } },
    refusal: broken('short', 'adminCreateUserConfig.inviteMessageTemplate.emailMessage', mustHaveLength('greater', 6)),
  },
  {
    what: 'an unknown automatically verified attribute',
    settings: anything({ AutoVerifiedAttributes: ['name'] }),
    refusal: broken('name', 'autoVerifiedAttributes.1.member', mustBeOneOf('phone_number, email')),
  },
  {
    what: 'an unknown tier',
    settings: anything({ UserPoolTier: 'FREE' }),
    refusal: broken('FREE', 'userPoolTier', mustBeOneOf('LITE, ESSENTIALS, PLUS')),
  },
  {
    what: 'a recovery priority of 3',
    settings: { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 3, Name: 'verified_email' }] } },
    refusal: broken('3', 'accountRecoverySetting.recoveryMechanisms.1.member.priority', mustHaveValue('less', 2)),
  },
  {
    what: 'a trigger that is too short for an ARN',
    settings: { LambdaConfig: { PreSignUp: 'arn:aws:x:y:1:z' } },
    refusal: broken('arn:aws:x:y:1:z', 'lambdaConfig.preSignUp', mustHaveLength('greater', 20)),
  },
  {
    what: 'a trigger that is no ARN',
    settings: { LambdaConfig: { PreSignUp: 'a function of mine, somewhere' } },
    refusal: broken('a function of mine, somewhere', 'lambdaConfig.preSignUp', mustMatch(arn)),
  },
];

const combinations: readonly PoolRefusal[] = [
  {
    what: 'MFA without SMS',
    settings: { MfaConfiguration: 'ON' },
    refusal: invalid(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ),
  },
  {
    what: 'a code as first factor beside required MFA',
    settings: {
      MfaConfiguration: 'ON',
      SmsConfiguration: sms,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    },
    refusal: invalid('Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled'),
  },
  {
    what: 'passkeys as the only factor beside required MFA',
    settings: {
      MfaConfiguration: 'ON',
      SmsConfiguration: sms,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    },
    refusal: invalid(
      'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
    ),
  },
  {
    what: 'phone numbers verified without SMS',
    settings: { AutoVerifiedAttributes: ['phone_number'] },
    refusal: invalid('SMS configuration is required when phone_number is selected for auto verification'),
  },
  {
    what: 'a first factor by SMS without SMS',
    settings: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } } },
    refusal: invalid('SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration'),
  },
  {
    what: 'verification before update of what is not verified by itself',
    settings: {
      AutoVerifiedAttributes: ['email'],
      SmsConfiguration: sms,
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
    },
    refusal: invalid(
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    ),
  },
  {
    what: 'the days of a temporary password said twice',
    settings: {
      ...passwordPolicy({ TemporaryPasswordValidityDays: 7 }),
      AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
    },
    refusal: invalid('Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays'),
  },
  {
    what: 'one recovery priority twice',
    settings: {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 1, Name: 'verified_phone_number' },
        ],
      },
    },
    refusal: invalid('Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.'),
  },
  {
    what: 'one recovery mechanism twice',
    settings: {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 2, Name: 'verified_email' },
        ],
      },
    },
    refusal: invalid('Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.'),
  },
  {
    what: 'two levels of one name, of which one is a default',
    settings: { AcrConfiguration: { Level2: { AcrValue: 'urn:cognito:loa:1' } } },
    refusal: invalid('Every level of AcrConfiguration must have an AcrValue of its own.'),
  },
  ...['a b', 'a"b', 'a\\b'].map((name) => ({
    what: `a level called ${name}`,
    settings: { AcrConfiguration: { Level2: { AcrValue: name } } },
    refusal: broken(
      name,
      'acrConfiguration.Level2.member.acrValue',
      'Member must satisfy regular expression pattern: [^\\s"\\\\]+',
    ),
  })),
  {
    what: 'recovery by administrators and by others',
    settings: {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'admin_only' },
          { Priority: 2, Name: 'verified_email' },
        ],
      },
    },
    refusal: invalid('Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.'),
  },
  {
    what: "mails of the developer's own without an identity",
    settings: { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
    refusal: invalid('Source ARN is required to use DEVELOPER email sending owner'),
  },
  {
    what: 'default mails with an identity',
    settings: {
      EmailConfiguration: {
        EmailSendingAccount: 'COGNITO_DEFAULT',
        SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/x',
      },
    },
    refusal: invalid('Cognito is not allowed to use your email identity'),
  },
  ...['nobody', 'a@b@c', 'Name <nobody>', 'a@example.com\nBcc: b@example.com'].map((from) => ({
    what: `a sender such as ${JSON.stringify(from)}`,
    settings: { EmailConfiguration: { From: from } },
    refusal: invalid('Provided From email address is invalid'),
  })),
  {
    what: 'SMS of another region',
    settings: { SmsConfiguration: { ...sms, SnsRegion: 'eu-west-1' } },
    refusal: invalid('Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1'),
  },
  {
    what: 'a trigger of another region',
    settings: { LambdaConfig: { PreSignUp: elsewhere } },
    refusal: invalid('Cross-region lambda functions are not supported'),
  },
  {
    what: 'two functions before token generation',
    settings: {
      LambdaConfig: {
        PreTokenGeneration: lambda,
        PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: otherLambda },
      },
    },
    refusal: invalid("Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's"),
  },
  {
    what: 'a sender function without a key',
    settings: { LambdaConfig: { CustomEmailSender: sender } },
    refusal: invalid('KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.'),
  },
  {
    what: 'a sender function with a key of another region',
    settings: { LambdaConfig: { CustomSMSSender: sender, KMSKeyID: key.replace('us-east-1', 'eu-west-1') } },
    refusal: invalid('Invalid arn eu-west-1'),
  },
];

const tags: readonly PoolRefusal[] = [
  {
    what: 'more than 50 tags',
    settings: { UserPoolTags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, ''])) },
    refusal: { name: 'UserPoolTaggingException', message: 'A user pool cannot have more than 50 tags.' },
  },
  {
    what: "a tag under AWS's own prefix",
    settings: { UserPoolTags: { 'aws:owner': 'me' } },
    refusal: {
      name: 'UserPoolTaggingException',
      message: 'The tag key aws:owner is reserved: keys cannot begin with aws:.',
    },
  },
  {
    what: 'a tag with other characters',
    settings: { UserPoolTags: { team: 'a;b' } },
    refusal: {
      name: 'UserPoolTaggingException',
      message: 'The tag team is not valid: tags consist of letters, digits, spaces and _ . : / = + - @.',
    },
  },
];

const unavailable = (tier: string, feature: string) => ({
  name: 'FeatureUnavailableInTierException',
  message: `The following features need to be disabled for the ${tier} pricing tier configured: ${feature}`,
});

/** Settings that the cheapest tier does not have, and the feature that AWS names. */
export const tierFeatures: readonly { feature: string; settings: Settings }[] = [
  { feature: 'Password history', settings: passwordPolicy({ PasswordHistorySize: 3 }) },
  {
    feature: 'Password-less sign-in',
    settings: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
  },
  {
    feature: 'Access token customization',
    settings: { LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: lambda } } },
  },
  { feature: 'Step-up authentication', settings: { AcrConfiguration: { Level2: { AcrValue: 'urn:mine:2' } } } },
  { feature: 'Threat protection', settings: { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } },
];

/** What CreateUserPool and UpdateUserPool refuse alike, with AWS's texts. */
export const poolRefusals: readonly PoolRefusal[] = [
  ...constraints,
  ...combinations,
  ...tags,
  ...tierFeatures.map(({ feature, settings }) => ({
    what: `${feature} in the cheapest tier`,
    settings: { ...settings, UserPoolTier: 'LITE' as const },
    refusal: unavailable('LITE', feature),
  })),
  {
    what: 'threat protection in the tier below its own',
    settings: { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' }, UserPoolTier: 'ESSENTIALS' },
    refusal: unavailable('ESSENTIALS', 'Threat protection'),
  },
];

const functions = [
  'PreSignUp',
  'CustomMessage',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'UserMigration',
] as const;

/** Settings whose effect is not built yet, each valid in itself. */
export const unbuiltPoolSettings: readonly { name: string; settings: Settings }[] = [
  ...functions.map((name) => ({ name: `LambdaConfig.${name}`, settings: { LambdaConfig: { [name]: lambda } } })),
  { name: 'LambdaConfig.PreTokenGenerationConfig', settings: { LambdaConfig: { PreTokenGenerationConfig: sender } } },
  { name: 'LambdaConfig.CustomSMSSender', settings: { LambdaConfig: { CustomSMSSender: sender, KMSKeyID: key } } },
  { name: 'LambdaConfig.CustomEmailSender', settings: { LambdaConfig: { CustomEmailSender: sender, KMSKeyID: key } } },
  { name: 'LambdaConfig.KMSKeyID', settings: { LambdaConfig: { KMSKeyID: key } } },
  { name: 'LambdaConfig.InboundFederation', settings: { LambdaConfig: { InboundFederation: sender } } },
  {
    name: 'UserPoolAddOns.AdvancedSecurityMode',
    settings: { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' }, UserPoolTier: 'PLUS' },
  },
  {
    name: 'UserPoolAddOns.AdvancedSecurityAdditionalFlows',
    settings: {
      UserPoolAddOns: { AdvancedSecurityMode: 'OFF', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
    },
  },
  {
    name: 'VerificationMessageTemplate.DefaultEmailOption',
    settings: { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
  },
  { name: 'KeyConfiguration.KeyType', settings: { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } } },
  { name: 'KeyConfiguration.KmsKeyArn', settings: { KeyConfiguration: { KmsKeyArn: key } } },
  { name: 'IssuerConfiguration.Type', settings: { IssuerConfiguration: { Type: 'UPDATED' } } },
  { name: 'DcrConfiguration', settings: { DcrConfiguration: { EnableStatus: 'Enabled' } } },
  {
    name: 'SmsConfiguration.EumsSms',
    settings: { SmsConfiguration: { EumsSms: { CallerArn: 'arn:aws:iam::000000000000:role/sms' } } },
  },
];
