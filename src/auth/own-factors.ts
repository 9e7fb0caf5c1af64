import { firstFactorsOf, type FirstFactor } from '#domain/first-factors.js';
import type { Facts } from './facts.js';

/** The first factors that the user of these facts has; none for nobody. */
export const ownFactors = ({ pool, user, password, hasPasskey }: Facts): FirstFactor[] =>
  user ? firstFactorsOf(pool, { ...user, password: password !== undefined, passkey: hasPasskey }) : [];
