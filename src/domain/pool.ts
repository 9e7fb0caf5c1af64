import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  AuthFactorType,
  EmailConfigurationType,
  GetUserPoolMfaConfigResponse,
  GetUserPoolSessionConfigurationResponse,
  LambdaConfigType,
  PasswordPolicyType,
  SchemaAttributeType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

/** What DescribeUserPool shows besides the settings. */
type NotSettings =
  | 'Id'
  | 'Name'
  | 'Arn'
  | 'CreationDate'
  | 'LastModifiedDate'
  | 'EstimatedNumberOfUsers'
  | 'Status'
  | 'Domain'
  | 'CustomDomain'
  | 'SmsConfigurationFailure'
  | 'EmailConfigurationFailure';

/** A user pool's settings exactly as DescribeUserPool shows them: stored whole, defaults filled in at creation. */
export type PoolSettings = Omit<UserPoolType, NotSettings> & {
  Policies: { PasswordPolicy: PasswordPolicyType; SignInPolicy: { AllowedFirstAuthFactors: AuthFactorType[] } };
  SchemaAttributes: SchemaAttributeType[];
  LambdaConfig: LambdaConfigType;
  AdminCreateUserConfig: AdminCreateUserConfigType;
  EmailConfiguration: EmailConfigurationType;
  /** Absent mechanisms: the legacy mode that an empty setting asks for. */
  AccountRecoverySetting: AccountRecoverySettingType;
};

/** A user pool's second factors and passkeys exactly as GetUserPoolMfaConfig shows them; `MfaConfiguration` is among the settings. */
export type PoolMfa = Omit<GetUserPoolMfaConfigResponse, 'MfaConfiguration'>;

/** How a user pool tracks sessions, exactly as GetUserPoolSessionConfiguration shows it; empty when that was never set. */
export type PoolSessionConfiguration = GetUserPoolSessionConfigurationResponse;

/** A user pool as the rest of the server works with it. */
export interface Pool {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly settings: PoolSettings;
  readonly mfa: PoolMfa;
  readonly sessionConfiguration: PoolSessionConfiguration;
}

/** How users of a pool are named: free names, free names with aliases, or an e-mail address or phone number. */
export type UsernameMode = 'plain' | 'alias' | 'attribute';

/** How users of this pool are named. */

export const usernameMode = ({ settings }: Pool): UsernameMode =>
  settings.UsernameAttributes?.length ? 'attribute' : settings.AliasAttributes?.length ? 'alias' : 'plain';

/** Absent means case sensitive, as for pools made through AWS's API. */
export const isCaseSensitive = ({ settings }: Pool): boolean => settings.UsernameConfiguration?.CaseSensitive ?? true;

/** Whether the pool is set up to send text messages at all. */
export const canSendSms = ({ settings }: { readonly settings: Pick<PoolSettings, 'SmsConfiguration'> }): boolean =>
  Boolean(settings.SmsConfiguration?.SnsCallerArn ?? settings.SmsConfiguration?.EumsSms);

/** What a region may be called. It becomes a part of pool ids, where an underscore ends it. */
export const regionForm = /^[A-Za-z0-9-]{1,45}$/;

/** The pool's name in SRP: the part of its id after the underscore. */
export const srpGroupName = ({ id }: Pool): string => id.slice(id.indexOf('_') + 1);

/** The ARN of a pool. */
export const poolArn = ({ region, account, id }: Pick<Pool, 'region' | 'account' | 'id'>): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
