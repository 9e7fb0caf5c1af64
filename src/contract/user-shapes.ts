/** The shapes of user, sign-in and token requests, under AWS's names; limits, patterns and the order of values are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { StringType } from './common-shapes.js';
import { boolean, enumeration, integer, list, map, optional, required, string, structure } from './shape.js';

export { ClientId, ClientSecretType, PaginationKey, QueryLimitType, StringType, UserPoolId } from './common-shapes.js';
export { boolean, document } from './shape.js';

// Names and secrets

const words = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
export const Username = string({ min: 1, max: 128, pattern: words, secret: true });
/** AWS prints a pattern that forbids blanks, yet takes them within a password; an empty one stands for none. */
export const Password = string({ max: 256, pattern: '[\\S]+', accepts: '(\\S(.*\\S)?)?', secret: true });
export const SecretHash = string({ min: 1, max: 128, pattern: '[\\w+=/]+', secret: true });
export const DeviceKey = string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' });
export const Session = string({ min: 20, max: 2048, secret: true });
export const ConfirmationCode = string({ min: 1, max: 2048, pattern: '[\\S]+' });
/** Access tokens, and refresh tokens where they are revoked. */
export const AccessToken = string({ pattern: '[A-Za-z0-9-_=.]+', secret: true });

// Attributes

export const AttributeName = string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+' });
const AttributeValue = string({ max: 2048, secret: true });
export const AttributeList = list(
  structure<Aws.AttributeType>()({ Name: required(AttributeName), Value: optional(AttributeValue) }),
);

// What triggers and event history receive

export const ClientMetadata = map(StringType, { key: StringType });
export const AnalyticsMetadata = structure<Aws.AnalyticsMetadataType>()({ AnalyticsEndpointId: optional(StringType) });
export const UserContextData = structure<Aws.UserContextDataType>()(
  { IpAddress: optional(StringType), EncodedData: optional(StringType) },
  { secret: true },
);
export const ContextData = structure<Aws.ContextDataType>()({
  IpAddress: required(StringType),
  ServerName: required(StringType),
  ServerPath: required(StringType),
  HttpHeaders: required(
    list(structure<Aws.HttpHeader>()({ headerName: optional(StringType), headerValue: optional(StringType) })),
  ),
  EncodedData: optional(StringType),
});

// Administration of users

export const MessageAction = enumeration<Aws.MessageActionType>('RESEND', 'SUPPRESS');
export const DeliveryMediumList = list(enumeration<Aws.DeliveryMediumType>('SMS', 'EMAIL'));
export const AttributeNameList = list(AttributeName);
export const SearchedAttributeNames = list(AttributeName);
export const UserFilter = string({ max: 256 });
export const SearchPaginationToken = string({ min: 1, pattern: '[\\S]+' });

// Devices

export const DeviceName = string({ min: 1, max: 1024 });
export const DeviceSecretVerifierConfig = structure<Aws.DeviceSecretVerifierConfigType>()({
  PasswordVerifier: optional(StringType),
  Salt: optional(StringType),
});
export const DeviceRememberedStatus = enumeration<Aws.DeviceRememberedStatusType>('remembered', 'not_remembered');

// Signing in

export const AuthFlow = enumeration<Aws.AuthFlowType>(
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
);
export const AuthParameters = map(StringType, { key: StringType, secret: true });
export const ChallengeName = enumeration<Aws.ChallengeNameType>(
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'NEW_PASSWORD_REQUIRED',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
);
export const ChallengeResponses = map(StringType, { key: StringType, secret: true });
export const RevokeAssociatedSessions = enumeration<Aws.RevokeAssociatedSessionsType>('LINKED', 'NONE');

// Sessions

/** AWS documents the form of session ids, but not the constraint that a wrong one breaks. */
export const SessionId = string({ pattern: '(tkn|sso)[a-z0-9]{25}' });

// Passkeys

/** Page sizes of passkeys, of which nobody has more. */
export const WebAuthnCredentialsQueryLimitType = integer({ min: 0, max: 20 });

// Second factors

export const SoftwareTokenUserCode = string({ min: 6, max: 6, pattern: '[0-9]+', secret: true });
export const FriendlyDeviceName = StringType;
export const SMSMfaSettings = structure<Aws.SMSMfaSettingsType>()({
  Enabled: optional(boolean),
  PreferredMfa: optional(boolean),
});
export const SoftwareTokenMfaSettings = structure<Aws.SoftwareTokenMfaSettingsType>()({
  Enabled: optional(boolean),
  PreferredMfa: optional(boolean),
});
export const EmailMfaSettings = structure<Aws.EmailMfaSettingsType>()({
  Enabled: optional(boolean),
  PreferredMfa: optional(boolean),
});
export const WebAuthnMfaSettings = structure<Aws.WebAuthnMfaSettingsType>()({ Enabled: optional(boolean) });
export const MFAOptionList = list(
  structure<Aws.MFAOptionType>()({
    DeliveryMedium: optional(enumeration<Aws.DeliveryMediumType>('SMS', 'EMAIL')),
    AttributeName: optional(AttributeName),
  }),
);
