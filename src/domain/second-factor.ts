import { recoveryChannels, type ActiveFactors } from './destinations.js';
import { mfaMode, poolFactors, type PoolFactor } from './pool-mfa.js';
import type { Pool } from './pool.js';
import type { User } from './user.js';

/** What follows a proven first factor. */
export type SecondFactor =
  | { readonly challenge: PoolFactor }
  /** The user chooses between several, in AWS's order. */
  | { readonly challenge: 'SELECT_MFA_TYPE'; readonly choices: readonly PoolFactor[] }
  /** The user has none and must: what the pool can set up. */
  | { readonly challenge: 'MFA_SETUP'; readonly choices: readonly PoolFactor[] };

/** What the choice rests on. */
export interface SecondFactorCase {
  readonly pool: Pick<Pool, 'settings' | 'mfa'>;
  readonly user: Pick<User, 'attributes' | 'mfa'>;
  /** Whether the user has verified an authenticator app. */
  readonly hasSoftwareToken: boolean;
}

/**
 * The second factor that a user is asked for; undefined for none. In pools that require one a verified authenticator app needs
 * no preference, and an address is enough where there is nothing else.
 */
export const secondFactor = (of: SecondFactorCase): SecondFactor | undefined => {
  const mode = mfaMode(of.pool);
  if (mode === 'OFF') return undefined;
  const usable = usableFactors(of);
  const { preferred } = of.user.mfa;
  const chosen = usable.find((factor) => factor === preferred);
  if (chosen) return { challenge: chosen };

  const [first, ...others] = usable.filter((factor) => isEnabled(of, factor));
  if (first && others.length > 0) return { challenge: 'SELECT_MFA_TYPE', choices: [first, ...others] };
  if (first) return { challenge: first };
  if (mode === 'OPTIONAL') return undefined;
  const implied = impliedFactor(of, usable);
  return implied ? { challenge: implied } : { challenge: 'MFA_SETUP', choices: setUpOrder.filter(within(of.pool)) };
};

/** The channels on which a user receives second factors, by what is switched on or, where it is required, implied. */
export const secondFactorChannels = (of: SecondFactorCase): ActiveFactors => {
  if (mfaMode(of.pool) === 'OFF') return { sms: false, email: false };
  const next = secondFactor(of);
  const asked: readonly string[] = next?.challenge === 'SELECT_MFA_TYPE' ? next.choices : next ? [next.challenge] : [];
  const on = (factor: 'SMS_MFA' | 'EMAIL_OTP') => asked.includes(factor) || of.user.mfa.enabled.includes(factor);
  return { sms: on('SMS_MFA'), email: on('EMAIL_OTP') };
};

/**
 * The second factors by which a user can reach a higher level of assurance: what the user switched on, and addresses that are
 * verified, so that nobody who knows a password reaches it by an address of his own.
 */
export const stepUpFactors = (of: SecondFactorCase): PoolFactor[] => {
  if (mfaMode(of.pool) === 'OFF') return [];
  const { attributes, mfa } = of.user;
  const sure: Record<PoolFactor, boolean> = {
    SMS_MFA: attributes['phone_number_verified'] === 'true',
    SOFTWARE_TOKEN_MFA: true,
    EMAIL_OTP: attributes['email_verified'] === 'true',
  };
  return usableFactors(of).filter((factor) => sure[factor] || mfa.enabled.includes(factor));
};

/** The second factors in the order in which AWS lists what can be chosen. */
export const choiceOrder: readonly PoolFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
const setUpOrder: readonly PoolFactor[] = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'];

const within = (pool: SecondFactorCase['pool']): ((factor: PoolFactor) => boolean) => {
  const allowed = poolFactors(pool);
  return (factor) => allowed.includes(factor);
};

/** What the pool allows and the user has; an authenticator app keeps working even where the pool allows no new ones. */
export const usableFactors = ({ pool, user: { attributes }, hasSoftwareToken }: SecondFactorCase): PoolFactor[] => {
  const has: Record<PoolFactor, boolean> = {
    SMS_MFA: Boolean(attributes['phone_number']) && within(pool)('SMS_MFA'),
    SOFTWARE_TOKEN_MFA: hasSoftwareToken,
    EMAIL_OTP: Boolean(attributes['email']) && within(pool)('EMAIL_OTP'),
  };
  return choiceOrder.filter((factor) => has[factor]);
};

const isEnabled = ({ pool, user }: SecondFactorCase, factor: PoolFactor): boolean =>
  user.mfa.enabled.includes(factor) || (factor === 'SOFTWARE_TOKEN_MFA' && mfaMode(pool) === 'ON');

/**
 * The factor of a user who switched none on: one of the user's addresses. Of two it is the one by which the user does not
 * recover the password, so that one mailbox or one phone is not both.
 */
const impliedFactor = ({ pool }: SecondFactorCase, usable: readonly PoolFactor[]): PoolFactor | undefined => {
  if (usable.length < 2) return usable[0];
  return recoveryChannels(pool)[0] === 'phone_number' ? 'EMAIL_OTP' : 'SMS_MFA';
};
