import type { UpdateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { broken, invalid } from './refusals.js';

type Settings = Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>;

/** Lets a case hold what AWS's types forbid. */
const anything = (settings: object): Settings => settings;

export interface ClientRefusal {
  readonly what: string;
  readonly settings: Settings;
  readonly refusal: { readonly name: string; readonly message: string };
  /** Whether the client has a secret. Default: none. */
  readonly confidential?: boolean;
}

const refusedValidity = invalid('Invalid range for token validity.');
const outlived = invalid(
  'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
);
const oauthFlow = (message: string) => ({ name: 'InvalidOAuthFlowException', message });
const oauth = (settings: Settings): Settings => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['openid'],
  ...settings,
});
const urls = Array.from({ length: 101 }, (_, index) => `https://example.com/${index}`);
const scopes = Array.from({ length: 51 }, (_, index) => `api/${index}`);

const constraints: readonly ClientRefusal[] = [
  {
    what: 'a name of other characters',
    settings: { ClientName: 'a/b' },
    refusal: broken('a/b', 'clientName', 'Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+'),
  },
  ...(['AccessTokenValidity', 'IdTokenValidity'] as const).map((member) => ({
    what: `${member} of 0`,
    settings: { [member]: 0 },
    refusal: broken(
      '0',
      member.charAt(0).toLowerCase() + member.slice(1),
      'Member must have value greater than or equal to 1',
    ),
  })),
  {
    what: 'a session of 2 minutes',
    settings: { AuthSessionValidity: 2 },
    refusal: broken('2', 'authSessionValidity', 'Member must have value greater than or equal to 3'),
  },
  {
    what: 'a session of 16 minutes',
    settings: { AuthSessionValidity: 16 },
    refusal: broken('16', 'authSessionValidity', 'Member must have value less than or equal to 15'),
  },
  {
    what: 'an unknown unit',
    settings: anything({ TokenValidityUnits: { AccessToken: 'weeks' } }),
    refusal: broken(
      'weeks',
      'tokenValidityUnits.accessToken',
      'Member must satisfy enum value set: [seconds, minutes, hours, days]',
    ),
  },
  {
    what: 'an unknown flow',
    settings: anything({ ExplicitAuthFlows: ['ALLOW_ALL'] }),
    refusal: broken(
      'ALLOW_ALL',
      'explicitAuthFlows.1.member',
      'Member must satisfy enum value set: [ADMIN_NO_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_AUTH, ALLOW_CLIENT_TOKEN_AUTH]',
    ),
  },
  ...[
    { seconds: -1, rule: 'greater than or equal to 0' },
    { seconds: 61, rule: 'less than or equal to 60' },
  ].map(({ seconds, rule }) => ({
    what: `a grace period of ${seconds} seconds`,
    settings: { RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: seconds } },
    refusal: broken(String(seconds), 'refreshTokenRotation.retryGracePeriodSeconds', `Member must have value ${rule}`),
  })),
  {
    what: 'more than 100 URLs',
    settings: { CallbackURLs: urls },
    refusal: broken(`[${urls.join(', ')}]`, 'callbackURLs', 'Member must have length less than or equal to 100'),
  },
  {
    what: 'more than 50 scopes',
    settings: { AllowedOAuthScopes: scopes },
    refusal: broken(`[${scopes.join(', ')}]`, 'allowedOAuthScopes', 'Member must have length less than or equal to 50'),
  },
];

const tokens: readonly ClientRefusal[] = [
  ...((['AccessToken', 'IdToken'] as const).flatMap((token) => [
    {
      what: `${token} of less than 5 minutes`,
      settings: { [`${token}Validity`]: 299, TokenValidityUnits: { [token]: 'seconds' } },
      refusal: refusedValidity,
    },
    { what: `${token} of more than a day`, settings: { [`${token}Validity`]: 25 }, refusal: refusedValidity },
    {
      what: `${token} with a unit that does not fit its default`,
      settings: { TokenValidityUnits: { [token]: 'minutes' } },
      refusal: refusedValidity,
    },
    {
      what: `${token} longer than the refresh token`,
      settings: { [`${token}Validity`]: 2, RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' } },
      refusal: outlived,
    },
  ]) as ClientRefusal[]),
  {
    what: 'refresh tokens of less than an hour',
    settings: { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } },
    refusal: refusedValidity,
  },
  {
    what: 'refresh tokens of more than ten years',
    settings: { RefreshTokenValidity: 3651 },
    refusal: refusedValidity,
  },
];

const combinations: readonly ClientRefusal[] = [
  {
    what: 'legacy flows with newer ones',
    settings: { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    refusal: invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."),
  },
  {
    what: 'client tokens with another flow',
    settings: anything({ ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'] }),
    confidential: true,
    refusal: invalid('ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows or without a client secret.'),
  },
  {
    what: 'client tokens without a secret',
    settings: anything({ ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'] }),
    refusal: invalid('ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows or without a client secret.'),
  },
  {
    what: 'rotation with the flow that does not rotate',
    settings: { RefreshTokenRotation: { Feature: 'ENABLED' }, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] },
    refusal: invalid('ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.'),
  },
  {
    what: 'more context without a secret',
    settings: { EnablePropagateAdditionalUserContextData: true },
    refusal: invalid('Client Secret is required to set EnablePropagateAdditionalUserContextData as true'),
  },
  ...[
    { ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:1:apps/1', ApplicationId: 'ab' },
    { ApplicationId: 'ab' },
    {},
  ].map((AnalyticsConfiguration) => ({
    what: `analytics of ${Object.keys(AnalyticsConfiguration).join(' and ') || 'nothing'}`,
    settings: { AnalyticsConfiguration },
    refusal: invalid(
      'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid',
    ),
  })),
];

const redirects: readonly ClientRefusal[] = [
  {
    what: 'OAuth without flows and scopes',
    settings: { AllowedOAuthFlowsUserPoolClient: true },
    refusal: {
      name: 'InvalidOAuthFlowException',
      message:
        'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    },
  },
  {
    what: 'the code flow without a callback',
    settings: oauth({ AllowedOAuthFlows: ['code'] }),
    refusal: invalid('CallbackUrls can not be empty when code flow or implicit flow is selected'),
  },
  {
    what: 'client credentials with another flow',
    settings: oauth({ AllowedOAuthFlows: ['client_credentials', 'code'] }),
    confidential: true,
    refusal: oauthFlow('client_credentials flow can not be selected along with code flow or implicit flow.'),
  },
  {
    what: 'client credentials without a secret',
    settings: oauth({ AllowedOAuthFlows: ['client_credentials'] }),
    refusal: oauthFlow('client_credentials flow can not be selected if client does not have a client secret.'),
  },
  {
    what: 'client credentials with a scope of users',
    settings: oauth({ AllowedOAuthFlows: ['client_credentials'] }),
    confidential: true,
    refusal: oauthFlow('openid is not supported with client_credentials flow'),
  },
  {
    what: 'a callback by plain HTTP',
    settings: { CallbackURLs: ['https://example.com/', 'http://example.com/'] },
    refusal: invalid('http://example.com/ cannot use the HTTP protocol.'),
  },
  {
    what: 'a callback that only looks like a loopback address',
    settings: { CallbackURLs: ['http://localhost.example.com/'] },
    refusal: invalid('http://localhost.example.com/ cannot use the HTTP protocol.'),
  },
  {
    what: 'a sign-out URL with a fragment',
    settings: { LogoutURLs: ['https://example.com/#out'] },
    refusal: invalid('https://example.com/#out cannot use fragment'),
  },
  {
    what: 'a default redirect that is no callback',
    settings: { CallbackURLs: ['https://example.com/'], DefaultRedirectURI: 'https://example.com/other' },
    refusal: invalid('The default redirect URI https://example.com/other is not in the callback URIs list.'),
  },
  {
    what: 'an unknown scope',
    settings: { AllowedOAuthScopes: ['openid', 'api/read'] },
    refusal: { name: 'ScopeDoesNotExistException', message: 'Invalid scope requested: api/read' },
  },
];

/** What CreateUserPoolClient and UpdateUserPoolClient refuse alike, with AWS's texts. */
export const clientRefusals: readonly ClientRefusal[] = [...constraints, ...tokens, ...combinations, ...redirects];

/** Settings whose effect is not built yet, each valid in itself. */
export const unbuiltClientSettings: readonly { name: string; settings: Settings; confidential?: boolean }[] = [
  {
    name: 'AllowedOAuthFlowsUserPoolClient',
    settings: oauth({ AllowedOAuthFlows: ['code'], CallbackURLs: ['http://localhost:3000/'] }),
  },
  { name: 'AllowedOAuthFlows', settings: { AllowedOAuthFlows: ['code'], CallbackURLs: ['https://example.com/'] } },
  { name: 'AllowedOAuthScopes', settings: { AllowedOAuthScopes: ['openid'] } },
  { name: 'CallbackURLs', settings: { CallbackURLs: ['myapp://callback'] } },
  { name: 'LogoutURLs', settings: { LogoutURLs: ['http://127.0.0.1:3000'] } },
  {
    name: 'AnalyticsConfiguration',
    settings: { AnalyticsConfiguration: { ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:1:apps/1' } },
  },
  {
    name: 'EnablePropagateAdditionalUserContextData',
    settings: { EnablePropagateAdditionalUserContextData: true },
    confidential: true,
  },
  { name: 'AllowedOAuthFlows', settings: { AllowedOAuthFlows: ['client_credentials'] }, confidential: true },
  {
    name: 'AllowedOAuthFlows',
    settings: anything({
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://example.com/'],
    }),
    confidential: true,
  },
  {
    name: 'AllowedOAuthScopes',
    settings: anything({ ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'], AllowedOAuthScopes: ['openid'] }),
    confidential: true,
  },
];
