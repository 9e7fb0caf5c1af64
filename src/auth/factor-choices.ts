import type { PoolFactor } from '#domain/pool-mfa.js';
import type { Attempt } from './attempt.js';
import type { Facts } from './facts.js';
import { secondFactorOf } from './second-factors.js';
import { isBelowTarget, stepsToTarget } from './step-up.js';

/** The second factors among which the user of a sign-in may choose now. */
export const factorChoices = (attempt: Attempt, facts: Facts): readonly PoolFactor[] => {
  if (isBelowTarget(attempt)) return stepsToTarget(attempt, facts);
  const next = secondFactorOf(facts);
  return next?.challenge === 'SELECT_MFA_TYPE' ? next.choices : [];
};
