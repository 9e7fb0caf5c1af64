/**
 * What a request's members become in a pool's settings, the same for CreateUserPool and UpdateUserPool: each function fills
 * one member's own defaults in.
 */
import type {
  AcrLevelConfigType,
  AdminCreateUserConfigType,
  CreateUserPoolRequest,
  EmailConfigurationType,
  KeyConfigurationType,
  LambdaConfigType,
  PasswordPolicyType,
  VerificationMessageTemplateType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolSettings } from './pool.js';

const temporaryPasswordDays = 7;

const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

/**
 * A password policy: AWS's own when none is given; in one that is given, a requirement that it does not name is off.
 * Zero stands for a default, as in AWS: seven days for a temporary password, no history.
 */
export const passwordPolicy = (
  given: PasswordPolicyType | undefined,
  unusedAccountDays?: number,
): PasswordPolicyType => {
  const days = given?.TemporaryPasswordValidityDays || unusedAccountDays || temporaryPasswordDays;
  if (!given) return { ...defaultPasswordPolicy, TemporaryPasswordValidityDays: days };
  return {
    MinimumLength: given.MinimumLength ?? defaultPasswordPolicy.MinimumLength,
    RequireUppercase: given.RequireUppercase ?? false,
    RequireLowercase: given.RequireLowercase ?? false,
    RequireNumbers: given.RequireNumbers ?? false,
    RequireSymbols: given.RequireSymbols ?? false,
    ...(given.PasswordHistorySize ? { PasswordHistorySize: given.PasswordHistorySize } : {}),
    TemporaryPasswordValidityDays: days,
  };
};

/** Who may create users; the days are an echo of the password policy's. */
export const adminCreateUser = (
  given: AdminCreateUserConfigType | undefined,
  policy: PasswordPolicyType,
): AdminCreateUserConfigType => ({
  AllowAdminCreateUserOnly: given?.AllowAdminCreateUserOnly ?? false,
  UnusedAccountValidityDays: policy.TemporaryPasswordValidityDays,
  InviteMessageTemplate: given?.InviteMessageTemplate,
});

type MessageMembers = Pick<
  CreateUserPoolRequest,
  'VerificationMessageTemplate' | 'SmsVerificationMessage' | 'EmailVerificationMessage' | 'EmailVerificationSubject'
>;

/** The texts of codes: the template and the older flat members are two views of the same texts; the template wins. */
export const verificationMessages = (given: MessageMembers): MessageMembers => {
  const template: VerificationMessageTemplateType = {
    ...given.VerificationMessageTemplate,
    DefaultEmailOption: given.VerificationMessageTemplate?.DefaultEmailOption ?? 'CONFIRM_WITH_CODE',
    SmsMessage: given.VerificationMessageTemplate?.SmsMessage ?? given.SmsVerificationMessage,
    EmailMessage: given.VerificationMessageTemplate?.EmailMessage ?? given.EmailVerificationMessage,
    EmailSubject: given.VerificationMessageTemplate?.EmailSubject ?? given.EmailVerificationSubject,
  };
  return {
    VerificationMessageTemplate: template,
    SmsVerificationMessage: template.SmsMessage,
    EmailVerificationMessage: template.EmailMessage,
    EmailVerificationSubject: template.EmailSubject,
  };
};

export const emailConfiguration = (given: EmailConfigurationType | undefined): EmailConfigurationType => ({
  ...given,
  EmailSendingAccount: given?.EmailSendingAccount ?? 'COGNITO_DEFAULT',
});

/** The two ways to name the function that runs before tokens are made fill one another. */
export const lambdaConfig = (given: LambdaConfigType = {}): LambdaConfigType => {
  const arn = given.PreTokenGeneration ?? given.PreTokenGenerationConfig?.LambdaArn;
  if (arn === undefined) return given;
  return {
    ...given,
    PreTokenGeneration: arn,
    PreTokenGenerationConfig: given.PreTokenGenerationConfig ?? { LambdaVersion: 'V1_0', LambdaArn: arn },
  };
};

export const keyConfiguration = (given: KeyConfigurationType | undefined): KeyConfigurationType => ({
  ...given,
  KeyType: given?.KeyType ?? 'AWS_OWNED_KEY',
});

/** All four levels are always shown. */
export const acrConfiguration = (
  given: Record<string, AcrLevelConfigType> = {},
): Record<string, AcrLevelConfigType> => ({
  Level1: { AcrValue: 'urn:cognito:loa:1' },
  Level2: { AcrValue: 'urn:cognito:loa:2' },
  Level3: { AcrValue: 'urn:cognito:loa:3' },
  Level4: { AcrValue: 'urn:cognito:loa:4' },
  ...given,
});

export const signInPolicy = (
  given: {
    AllowedFirstAuthFactors?: PoolSettings['Policies']['SignInPolicy']['AllowedFirstAuthFactors'] | undefined;
  } = {},
): PoolSettings['Policies']['SignInPolicy'] => ({
  AllowedFirstAuthFactors: given.AllowedFirstAuthFactors ? [...new Set(given.AllowedFirstAuthFactors)] : ['PASSWORD'],
});

/** A list of AWS's that is a set; an empty one is as good as none. */
export const asSet = <T>(list: readonly T[] | undefined): T[] | undefined =>
  list?.length ? [...new Set(list)] : undefined;
