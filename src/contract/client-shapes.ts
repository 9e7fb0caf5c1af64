/** The shapes of app client requests, under AWS's names; limits, patterns and the order of values are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { ArnType, StringType } from './common-shapes.js';
import { boolean, enumeration, integer, list, optional, required, string, structure } from './shape.js';

export const ClientNameType = string({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const ClientSecretType = string({ min: 24, max: 64, pattern: '[\\w+]+', secret: true });
export const ClientTypeType = enumeration<Aws.ClientTypeType>('DCR', 'REGULAR');

// Sign-in

export const ExplicitAuthFlowsListType = list(
  string<Aws.ExplicitAuthFlowsType>({
    values: [
      'ADMIN_NO_SRP_AUTH',
      'CUSTOM_AUTH_FLOW_ONLY',
      'USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_AUTH',
      // Documented; missing in the SDK's types.
      'ALLOW_CLIENT_TOKEN_AUTH',
    ],
  }),
);
export const PreventUserExistenceErrorTypes = enumeration<Aws.PreventUserExistenceErrorTypes>('LEGACY', 'ENABLED');
export const AuthSessionValidityType = integer({ min: 3, max: 15 });
export const ClientPermissionListType = list(string({ min: 1, max: 2048 }));

// Tokens

export const RefreshTokenValidityType = integer({ min: 0, max: 315_360_000 });
export const AccessTokenValidityType = integer({ min: 1, max: 86_400 });
export const IdTokenValidityType = integer({ min: 1, max: 86_400 });

const TimeUnitsType = enumeration<Aws.TimeUnitsType>('seconds', 'minutes', 'hours', 'days');
export const TokenValidityUnitsType = structure<Aws.TokenValidityUnitsType>()({
  AccessToken: optional(TimeUnitsType),
  IdToken: optional(TimeUnitsType),
  RefreshToken: optional(TimeUnitsType),
});

export const RefreshTokenRotationType = structure<Aws.RefreshTokenRotationType>()({
  Feature: required(enumeration<Aws.FeatureType>('ENABLED', 'DISABLED')),
  RetryGracePeriodSeconds: optional(integer({ min: 0, max: 60 })),
});

// OAuth 2.0

export const RedirectUrlType = string({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
export const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
export const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
export const OAuthFlowsType = list(enumeration<Aws.OAuthFlowType>('code', 'implicit', 'client_credentials'), {
  min: 0,
  max: 3,
});
export const ScopeListType = list(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' }), { max: 50 });
export const SupportedIdentityProvidersListType = list(
  string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' }),
);

export const AnalyticsConfigurationType = structure<Aws.AnalyticsConfigurationType>()({
  ApplicationId: optional(string({ pattern: '^[0-9a-fA-F]+$' })),
  ApplicationArn: optional(ArnType),
  RoleArn: optional(ArnType),
  ExternalId: optional(StringType),
  UserDataShared: optional(boolean),
});
