import type {
  GetUserPoolClientSessionConfigurationResponse,
  GetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { FeatureUnavailableInTier, TierChangeNotAllowed } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import type { Client } from './client.js';
import type { Pool, PoolSettings } from './pool.js';

/** How many sessions a user may have where the pool was never told. */
const usualMost = 20;
/** How long a browser's sign-in is shared where the client was never told. */
const usualMinutes = 60;

/** A pool's session configuration as AWS shows it, defaults filled in. */
export const poolSessions = (pool: Pool): Required<GetUserPoolSessionConfigurationResponse> => ({
  UserPoolId: pool.id,
  UserSessionTracking: pool.sessionConfiguration.UserSessionTracking ?? 'DISABLED',
  TokenSession: pool.sessionConfiguration.TokenSession ?? { MaxPerUser: usualMost },
});

/** A client's session configuration as AWS shows it, defaults filled in. */
export const clientSessions = (client: Client): Required<GetUserPoolClientSessionConfigurationResponse> => ({
  UserPoolId: client.poolId,
  ClientId: client.id,
  SSOSession: client.sessionConfiguration.SSOSession ?? { MaxValidityMinutes: usualMinutes },
});

/** Whether sign-ins to the pool are tracked as sessions now. */
export const tracksSessions = (pool: Pool): boolean => poolSessions(pool).UserSessionTracking === 'ENABLED';

/** How many sessions a user of the pool may have at once. */
export const mostSessions = (pool: Pool): number => pool.sessionConfiguration.TokenSession?.MaxPerUser ?? usualMost;

/** Throws FeatureUnavailableInTierException where the pool's tier has no session tracking. */
export const checkSessionTier = ({ settings }: Pool): void => {
  if (settings.UserPoolTier === 'LITE') throw FeatureUnavailableInTier();
};

/** Throws TierChangeNotAllowedException for settings that take the tier away from a pool that tracks sessions. */
export const checkTrackingKept = ({ UserPoolTier: tier }: PoolSettings, before: Pool): void => {
  if (tier === 'LITE' && tracksSessions(before))
    throw TierChangeNotAllowed(poolMessages.featuresOfTier(tier, ['Session tracking']));
};
