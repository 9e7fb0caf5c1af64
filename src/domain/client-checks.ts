import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { clientMessages } from '#contract/pool-messages.js';
import { allowsClientTokens, isLegacyFlow } from './auth-flows.js';
import type { ClientSettings } from './client.js';
import type { ClientSettingsRequest } from './client-defaults.js';
import { checkClientOAuth } from './client-oauth-checks.js';
import type { Pool } from './pool.js';
import { requireChoiceTier } from './pool-tiers.js';
import { rotatesRefreshTokens } from './refresh-rotation.js';
import { tokenLifetimes } from './token-lifetimes.js';
import { refuseUnbuiltClientSettings } from './unbuilt-settings.js';

/** Throws what CreateUserPoolClient throws: for settings that do not go together, with AWS's text, then for what is not built yet. */
export const checkNewClient = (
  request: CreateUserPoolClientRequest,
  settings: ClientSettings,
  poolFacts: PoolFacts,
): void => {
  if (request.GenerateSecret && request.ClientSecret !== undefined) throw InvalidParameter(clientMessages.twoSecrets);
  const confidential = request.GenerateSecret === true || request.ClientSecret !== undefined;
  checkSettings(settings, { ...poolFacts, confidential, deed: 'creating' });
  refuseUnbuiltClientSettings(request);
};

/** The same for UpdateUserPoolClient and a client that has a secret or none. */
export const checkUpdatedClient = (
  request: ClientSettingsRequest,
  settings: ClientSettings,
  circumstances: PoolFacts & { readonly confidential: boolean },
): void => {
  checkSettings(settings, { ...circumstances, deed: 'updating' });
  refuseUnbuiltClientSettings(request);
};

/** What of its pool a client's settings depend on. */
interface PoolFacts {
  readonly pool: Pool;
  /** Those of the scopes that the settings name which the pool's resource servers have. */
  readonly customScopes: ReadonlySet<string>;
}

interface Circumstances extends PoolFacts {
  /** Whether the client has a secret. */
  readonly confidential: boolean;
  /** Some of AWS's texts depend on it. */
  readonly deed: 'creating' | 'updating';
}

const checkSettings = (settings: ClientSettings, circumstances: Circumstances): void => {
  checkFlows(settings, circumstances);
  checkTokenValidity(settings);
  checkPermissions(settings, circumstances);
  checkAnalytics(settings);
  if (settings.EnablePropagateAdditionalUserContextData && !circumstances.confidential)
    throw InvalidParameter(clientMessages.contextNeedsSecret);
  checkClientOAuth(settings, circumstances);
};

const checkFlows = (settings: ClientSettings, { pool, confidential }: Circumstances): void => {
  const flows: readonly string[] = settings.ExplicitAuthFlows ?? [];
  const legacy = flows.filter(isLegacyFlow);
  if (legacy.length > 0 && legacy.length < flows.length) throw InvalidParameter(clientMessages.legacyFlows);
  if (allowsClientTokens(settings) && (flows.length > 1 || !confidential))
    throw InvalidParameter(clientMessages.clientTokenFlow);
  if (rotatesRefreshTokens({ settings }) && flows.includes('ALLOW_REFRESH_TOKEN_AUTH'))
    throw InvalidParameter(clientMessages.rotationAndRefreshFlow);
  if (flows.includes('ALLOW_USER_AUTH')) requireChoiceTier(pool.settings);
};

const [minute, hour, day] = [60, 3600, 86_400];

/** What counts is the lifetime that results, so a unit without its number is judged by the default number. */
const checkTokenValidity = (settings: ClientSettings): void => {
  const { accessSeconds, idSeconds, refreshSeconds } = tokenLifetimes({ settings });
  const short = [accessSeconds, idSeconds];
  if (
    short.some((seconds) => seconds < 5 * minute || seconds > day) ||
    refreshSeconds < hour ||
    refreshSeconds > 3650 * day
  )
    throw InvalidParameter(clientMessages.tokenValidity);
  if (short.some((seconds) => seconds > refreshSeconds)) throw InvalidParameter(clientMessages.tokensOutliveRefresh);
};

const neverWritable: readonly string[] = ['sub', 'email_verified', 'phone_number_verified'];

const checkPermissions = (settings: ClientSettings, { pool, deed }: Circumstances): void => {
  // A client cannot be given attributes that only administrators see.
  const known = new Set(
    pool.settings.SchemaAttributes.filter(({ DeveloperOnlyAttribute: hidden }) => !hidden).map(
      ({ Name: name }) => name,
    ),
  );
  if (settings.ReadAttributes?.some((name) => !known.has(name)))
    throw InvalidParameter(clientMessages.attributes('read', deed));
  if (settings.WriteAttributes?.some((name) => !known.has(name) || neverWritable.includes(name)))
    throw InvalidParameter(clientMessages.attributes('write', deed));
};

const checkAnalytics = ({ AnalyticsConfiguration: given }: ClientSettings): void => {
  if (!given) return;
  const byArn = given.ApplicationArn !== undefined;
  const parts = [given.ApplicationId, given.RoleArn, given.ExternalId].filter((part) => part !== undefined);
  if (byArn ? parts.length > 0 : parts.length < 3) throw InvalidParameter(clientMessages.analytics);
};
