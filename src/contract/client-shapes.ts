/** The shapes of app client requests, under AWS's names; limits, patterns and the order of values are those of the service. */
import type * as Aws from '@aws-sdk/client-cognito-identity-provider';
import { ArnType, StringType } from './common-shapes.js';
export { ClientSecretType } from './common-shapes.js';
import { boolean, enumeration, integer, list, optional, required, string, structure } from './shape.js';

export const ClientNameType = string({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const ClientSecretIdType = string({ min: 1, max: 128 });
export const ClientTypeType = enumeration<Aws.ClientTypeType>('DCR', 'REGULAR');

// Sign-in

const ExplicitAuthFlowsListType = list(
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
const PreventUserExistenceErrorTypes = enumeration<Aws.PreventUserExistenceErrorTypes>('LEGACY', 'ENABLED');
const AuthSessionValidityType = integer({ min: 3, max: 15 });
const ClientPermissionListType = list(string({ min: 1, max: 2048 }));

// Tokens

const RefreshTokenValidityType = integer({ min: 0, max: 315_360_000 });
const AccessTokenValidityType = integer({ min: 1, max: 86_400 });
const IdTokenValidityType = integer({ min: 1, max: 86_400 });

const TimeUnitsType = enumeration<Aws.TimeUnitsType>('seconds', 'minutes', 'hours', 'days');
const TokenValidityUnitsType = structure<Aws.TokenValidityUnitsType>()({
  AccessToken: optional(TimeUnitsType),
  IdToken: optional(TimeUnitsType),
  RefreshToken: optional(TimeUnitsType),
});

const RefreshTokenRotationType = structure<Aws.RefreshTokenRotationType>()({
  Feature: required(enumeration<Aws.FeatureType>('ENABLED', 'DISABLED')),
  RetryGracePeriodSeconds: optional(integer({ min: 0, max: 60 })),
});

// OAuth 2.0

const RedirectUrlType = string({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
export const OAuthFlowsType = list(enumeration<Aws.OAuthFlowType>('code', 'implicit', 'client_credentials'), {
  min: 0,
  max: 3,
});
export const ScopeListType = list(string({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' }), { max: 50 });
const SupportedIdentityProvidersListType = list(
  string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' }),
);

const AnalyticsConfigurationType = structure<Aws.AnalyticsConfigurationType>()({
  ApplicationId: optional(string({ pattern: '^[0-9a-fA-F]+$' })),
  ApplicationArn: optional(ArnType),
  RoleArn: optional(ArnType),
  ExternalId: optional(StringType),
  UserDataShared: optional(boolean),
});

/** The settings of a client, which both CreateUserPoolClient and UpdateUserPoolClient take. */
export const clientSettings = {
  RefreshTokenValidity: optional(RefreshTokenValidityType),
  AccessTokenValidity: optional(AccessTokenValidityType),
  IdTokenValidity: optional(IdTokenValidityType),
  TokenValidityUnits: optional(TokenValidityUnitsType),
  ReadAttributes: optional(ClientPermissionListType),
  WriteAttributes: optional(ClientPermissionListType),
  ExplicitAuthFlows: optional(ExplicitAuthFlowsListType),
  SupportedIdentityProviders: optional(SupportedIdentityProvidersListType),
  CallbackURLs: optional(CallbackURLsListType),
  LogoutURLs: optional(LogoutURLsListType),
  DefaultRedirectURI: optional(RedirectUrlType),
  AllowedOAuthFlows: optional(OAuthFlowsType),
  AllowedOAuthScopes: optional(ScopeListType),
  AllowedOAuthFlowsUserPoolClient: optional(boolean),
  AnalyticsConfiguration: optional(AnalyticsConfigurationType),
  PreventUserExistenceErrors: optional(PreventUserExistenceErrorTypes),
  EnableTokenRevocation: optional(boolean),
  EnablePropagateAdditionalUserContextData: optional(boolean),
  AuthSessionValidity: optional(AuthSessionValidityType),
  RefreshTokenRotation: optional(RefreshTokenRotationType),
} as const;
