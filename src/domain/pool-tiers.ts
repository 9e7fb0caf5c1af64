import type { UserPoolTierType } from '@aws-sdk/client-cognito-identity-provider';
import { FeatureUnavailableInTier, TierChangeNotAllowed } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import { acrConfiguration } from './pool-members.js';
import type { Pool, PoolSettings } from './pool.js';

type Settled = Pick<Pool, 'settings' | 'mfa'>;

/** Cheapest first. */
const tiers: readonly UserPoolTierType[] = ['LITE', 'ESSENTIALS', 'PLUS'];

interface Feature {
  /** As AWS's message lists it; only the first name is recorded. */
  readonly name: string;
  readonly from: UserPoolTierType;
  readonly used: (pool: Settled) => boolean;
}

const features: readonly Feature[] = [
  {
    name: 'Password-less sign-in',
    from: 'ESSENTIALS',
    used: ({
      settings: {
        Policies: { SignInPolicy: policy },
      },
    }) => policy.AllowedFirstAuthFactors.some((factor) => factor !== 'PASSWORD'),
  },
  {
    name: 'Password history',
    from: 'ESSENTIALS',
    used: ({
      settings: {
        Policies: { PasswordPolicy: policy },
      },
    }) => Boolean(policy.PasswordHistorySize),
  },
  {
    name: 'Step-up authentication',
    from: 'ESSENTIALS',
    used: ({ settings: { AcrConfiguration: levels = {} } }) => {
      const defaults = acrConfiguration();
      return Object.entries(levels).some(([name, level]) => level.AcrValue !== defaults[name]?.AcrValue);
    },
  },
  {
    name: 'Access token customization',
    from: 'ESSENTIALS',
    used: ({
      settings: {
        LambdaConfig: { PreTokenGenerationConfig: config },
      },
    }) => config !== undefined && config.LambdaVersion !== 'V1_0',
  },
  {
    name: 'Email MFA',
    from: 'ESSENTIALS',
    used: ({ mfa }) => mfa.EmailMfaConfiguration !== undefined,
  },
  {
    name: 'Threat protection',
    from: 'PLUS',
    used: ({ settings: { UserPoolAddOns: addOns } }) => addOns !== undefined && addOns.AdvancedSecurityMode !== 'OFF',
  },
];

const tierOf = ({ UserPoolTier: tier }: PoolSettings): UserPoolTierType => tier ?? 'ESSENTIALS';

/** Throws FeatureUnavailableInTierException where users cannot choose their first factor: the cheapest tier has no such flow. */
export const requireChoiceTier = (settings: PoolSettings): void => {
  if (tierOf(settings) === 'LITE')
    throw FeatureUnavailableInTier(poolMessages.featuresOfTier('LITE', ['Choice-based sign-in']));
};

/**
 * Throws FeatureUnavailableInTierException when a pool uses what its tier does not offer, and
 * TierChangeNotAllowedException when it is a step down from the tier `before` that takes it away.
 */
export const checkTier = (pool: Settled, before?: UserPoolTierType): void => {
  const tier = tierOf(pool.settings);
  const missing = missingFeatures(pool);
  if (missing.length === 0) return;
  const text = poolMessages.featuresOfTier(tier, missing);
  throw before && tiers.indexOf(before) > tiers.indexOf(tier)
    ? TierChangeNotAllowed(text)
    : FeatureUnavailableInTier(text);
};

/** The same where a request configures one feature: the refusal names that one alone. */
export const checkFeatureOfTier = (pool: Settled): void => {
  const [missing] = missingFeatures(pool);
  if (missing !== undefined) throw FeatureUnavailableInTier(poolMessages.featureOfTier(tierOf(pool.settings), missing));
};

const missingFeatures = (pool: Settled): string[] =>
  features
    .filter(({ from, used }) => tiers.indexOf(from) > tiers.indexOf(tierOf(pool.settings)) && used(pool))
    .map(({ name }) => name);
