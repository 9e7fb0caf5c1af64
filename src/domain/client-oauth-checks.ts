import { InvalidOAuthFlow, InvalidParameter, ScopeDoesNotExist } from '#contract/errors.js';
import { clientMessages } from '#contract/pool-messages.js';
import type { ClientSettings } from './client.js';
import type { Pool } from './pool.js';

/** Scopes that every pool has. */
const standardScopes: readonly string[] = ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin'];

/**
 * Throws InvalidParameterException, InvalidOAuthFlowException or ScopeDoesNotExistException with AWS's text when a client's
 * OAuth settings do not go together or name what the pool does not have.
 */
export const checkClientOAuth = (
  settings: ClientSettings,
  {
    pool,
    customScopes,
    confidential,
  }: { readonly pool: Pool; readonly customScopes: ReadonlySet<string>; readonly confidential: boolean },
): void => {
  checkOAuthFlows(settings, confidential);
  checkUrls(settings);
  const scope = settings.AllowedOAuthScopes?.find((name) => !standardScopes.includes(name) && !customScopes.has(name));
  if (scope !== undefined) throw ScopeDoesNotExist(clientMessages.scope(scope));
  const provider = settings.SupportedIdentityProviders?.find((name) => name !== 'COGNITO');
  if (provider !== undefined) throw InvalidParameter(clientMessages.provider(provider, pool.id));
};

const checkOAuthFlows = (settings: ClientSettings, confidential: boolean): void => {
  const flows = settings.AllowedOAuthFlows ?? [];
  if (settings.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || !settings.AllowedOAuthScopes))
    throw InvalidOAuthFlow(clientMessages.oauthNeedsFlows);
  const redirects = flows.includes('code') || flows.includes('implicit');
  if (flows.includes('client_credentials')) {
    if (redirects) throw InvalidOAuthFlow(clientMessages.clientCredentialsAlone);
    if (!confidential) throw InvalidOAuthFlow(clientMessages.clientCredentialsNeedSecret);
    const ofUsers = settings.AllowedOAuthScopes?.find((scope) => standardScopes.includes(scope));
    if (ofUsers !== undefined) throw InvalidOAuthFlow(clientMessages.scopeOfUsers(ofUsers));
  }
  if (redirects && !settings.CallbackURLs) throw InvalidParameter(clientMessages.flowsNeedCallback);
};

const checkUrls = ({
  CallbackURLs: callbacks = [],
  LogoutURLs: logouts = [],
  DefaultRedirectURI: fallback,
}: ClientSettings): void => {
  for (const url of [...callbacks, ...logouts]) {
    if (url.includes('#')) throw InvalidParameter(clientMessages.fragment(url));
    if (/^http:/i.test(url) && !isLoopback(url)) throw InvalidParameter(clientMessages.plainHttp(url));
  }
  if (fallback !== undefined && !callbacks.includes(fallback))
    throw InvalidParameter(clientMessages.defaultRedirect(fallback));
};

const isLoopback = (url: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/i.test(url);
