import type { UserPoolTierType } from '@aws-sdk/client-cognito-identity-provider';
import { FeatureUnavailableInTier, TierChangeNotAllowed } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';
import type { PoolSettings } from './pool.js';

/** Cheapest first. */
const tiers: readonly UserPoolTierType[] = ['LITE', 'ESSENTIALS', 'PLUS'];

interface Feature {
  /** As AWS's message lists it; only the first name is recorded. */
  readonly name: string;
  readonly from: UserPoolTierType;
  readonly used: (settings: PoolSettings) => boolean;
}

const features: readonly Feature[] = [
  {
    name: 'Password-less sign-in',
    from: 'ESSENTIALS',
    used: ({ Policies: { SignInPolicy: policy } }) =>
      policy.AllowedFirstAuthFactors.some((factor) => factor !== 'PASSWORD'),
  },
  {
    name: 'Password history',
    from: 'ESSENTIALS',
    used: ({ Policies: { PasswordPolicy: policy } }) => Boolean(policy.PasswordHistorySize),
  },
  {
    name: 'Access token customization',
    from: 'ESSENTIALS',
    used: ({ LambdaConfig: { PreTokenGenerationConfig: config } }) =>
      config !== undefined && config.LambdaVersion !== 'V1_0',
  },
  {
    name: 'Threat protection',
    from: 'PLUS',
    used: ({ UserPoolAddOns: addOns }) => addOns !== undefined && addOns.AdvancedSecurityMode !== 'OFF',
  },
];

const tierOf = ({ UserPoolTier: tier }: PoolSettings): UserPoolTierType => tier ?? 'ESSENTIALS';

/** Throws FeatureUnavailableInTierException where users cannot choose their first factor: the cheapest tier has no such flow. */
export const requireChoiceTier = (settings: PoolSettings): void => {
  if (tierOf(settings) === 'LITE')
    throw FeatureUnavailableInTier(poolMessages.featuresOfTier('LITE', ['Choice-based sign-in']));
};

/**
 * Throws FeatureUnavailableInTierException when the settings use what their tier does not offer, and
 * TierChangeNotAllowedException when it is a step down from the tier `before` that takes it away.
 */
export const checkTier = (settings: PoolSettings, before?: UserPoolTierType): void => {
  const tier = tierOf(settings);
  const missing = features.filter(({ from, used }) => tiers.indexOf(from) > tiers.indexOf(tier) && used(settings));
  if (missing.length === 0) return;
  const text = poolMessages.featuresOfTier(
    tier,
    missing.map(({ name }) => name),
  );
  throw before && tiers.indexOf(before) > tiers.indexOf(tier)
    ? TierChangeNotAllowed(text)
    : FeatureUnavailableInTier(text);
};
