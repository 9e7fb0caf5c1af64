import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  EmailConfigurationType,
  LambdaConfigType,
  PasswordPolicyType,
  SchemaAttributeType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

/** A user pool's settings exactly as DescribeUserPool shows them: stored whole, defaults filled in at creation. */
export type PoolSettings = Omit<
  UserPoolType,
  'Id' | 'Name' | 'Arn' | 'CreationDate' | 'LastModifiedDate' | 'EstimatedNumberOfUsers' | 'Status' | 'Domain' | 'CustomDomain' | 'SmsConfigurationFailure' | 'EmailConfigurationFailure'
> & {
  Policies: { PasswordPolicy: PasswordPolicyType; SignInPolicy: { AllowedFirstAuthFactors: string[] } };
  SchemaAttributes: SchemaAttributeType[];
  LambdaConfig: LambdaConfigType;
  AdminCreateUserConfig: AdminCreateUserConfigType;
  EmailConfiguration: EmailConfigurationType;
  /** Absent mechanisms: the legacy mode that an empty setting asks for. */
  AccountRecoverySetting: AccountRecoverySettingType;
};

/** A user pool as the rest of the server works with it. */
export interface Pool {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly settings: PoolSettings;
}

/** How users of a pool are named: free names, free names with aliases, or an e-mail address or phone number. */
export type UsernameMode = 'plain' | 'alias' | 'attribute';

export const usernameMode = ({ settings }: Pool): UsernameMode =>
  settings.UsernameAttributes?.length ? 'attribute' : settings.AliasAttributes?.length ? 'alias' : 'plain';

/** Absent means case sensitive, as for pools made through AWS's API. */
export const isCaseSensitive = ({ settings }: Pool): boolean => settings.UsernameConfiguration?.CaseSensitive ?? true;

/** The pool's name in SRP: the part of its id after the underscore. */
export const srpGroupName = ({ id }: Pool): string => id.slice(id.indexOf('_') + 1);

export const poolArn = ({ region, account, id }: Pick<Pool, 'region' | 'account' | 'id'>): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
