import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { ClientSettings } from './client.js';
import { asSet } from './pool-members.js';

/** What creating and updating a client have in common. */
export type ClientSettingsRequest = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>;

/** The settings of a client: what the request says, and AWS's defaults for the rest. An update replaces all of them too. */
export const clientSettings = (request: ClientSettingsRequest): ClientSettings => ({
  RefreshTokenValidity: request.RefreshTokenValidity || defaultRefreshDays,
  AccessTokenValidity: request.AccessTokenValidity,
  IdTokenValidity: request.IdTokenValidity,
  TokenValidityUnits: tokenValidityUnits(request.TokenValidityUnits),
  ReadAttributes: asSet(request.ReadAttributes),
  WriteAttributes: asSet(request.WriteAttributes),
  ExplicitAuthFlows: asSet(request.ExplicitAuthFlows),
  SupportedIdentityProviders: asSet(request.SupportedIdentityProviders),
  CallbackURLs: asSet(request.CallbackURLs),
  LogoutURLs: asSet(request.LogoutURLs),
  DefaultRedirectURI: request.DefaultRedirectURI,
  AllowedOAuthFlows: asSet(request.AllowedOAuthFlows),
  AllowedOAuthScopes: asSet(request.AllowedOAuthScopes),
  AllowedOAuthFlowsUserPoolClient: request.AllowedOAuthFlowsUserPoolClient ?? false,
  AnalyticsConfiguration: request.AnalyticsConfiguration,
  PreventUserExistenceErrors: request.PreventUserExistenceErrors,
  EnableTokenRevocation: request.EnableTokenRevocation ?? true,
  EnablePropagateAdditionalUserContextData: request.EnablePropagateAdditionalUserContextData ?? false,
  AuthSessionValidity: request.AuthSessionValidity ?? defaultSessionMinutes,
  RefreshTokenRotation: request.RefreshTokenRotation,
  ClientType: 'REGULAR',
});

const defaultRefreshDays = 30;
const defaultSessionMinutes = 3;

/** Of the units that a request names, AWS shows all three. */
const tokenValidityUnits = (
  given: ClientSettingsRequest['TokenValidityUnits'],
): ClientSettings['TokenValidityUnits'] => {
  if (!given?.AccessToken && !given?.IdToken && !given?.RefreshToken) return undefined;
  return {
    AccessToken: given.AccessToken ?? 'hours',
    IdToken: given.IdToken ?? 'hours',
    RefreshToken: given.RefreshToken ?? 'days',
  };
};
