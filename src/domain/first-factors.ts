import type { AuthFactorType, UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { offersPasskey } from './passkeys.js';
import type { Pool } from './pool.js';
import type { Attributes, MfaPreference } from './user.js';

/** A way to prove who one is that users choose among, by the name of its challenge. */
export type FirstFactor = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** What decides which first factors a user may choose. */
export interface FactorHolder {
  readonly status: UserStatusType;
  readonly attributes: Attributes;
  /** The second factors that the user switched on. */
  readonly mfa: MfaPreference;
  /** Whether the user has a password. */
  readonly password: boolean;
  /** Whether the user has a passkey for the pool's domain. */
  readonly passkey: boolean;
}

interface Offer {
  readonly factor: FirstFactor;
  readonly offered: (pool: Pool, holder: FactorHolder) => boolean;
}

/** In the order in which AWS lists them. */
const offers: readonly Offer[] = [
  { factor: 'PASSWORD_SRP', offered: (_pool, { password }) => password },
  { factor: 'PASSWORD', offered: (_pool, { password }) => password },
  { factor: 'EMAIL_OTP', offered: (pool, holder) => takesCodes(pool, 'EMAIL_OTP') && isReached(holder, 'email') },
  { factor: 'SMS_OTP', offered: (pool, holder) => takesCodes(pool, 'SMS_OTP') && isReached(holder, 'phone_number') },
  { factor: 'WEB_AUTHN', offered: (pool, holder) => offersPasskey(pool, holder, holder.passkey) },
];

/** The first factors that a user may choose among. Users of other providers have none here. */
export const firstFactorsOf = (pool: Pool, holder: FactorHolder): FirstFactor[] =>
  holder.status === 'EXTERNAL_PROVIDER'
    ? []
    : offers.filter(({ offered }) => offered(pool, holder)).map(({ factor }) => factor);

/** Whether a user with these attributes can sign in without ever having a password. */
export const signsInWithoutPassword = (pool: Pool, attributes: Attributes): boolean =>
  firstFactorsOf(pool, {
    status: 'CONFIRMED',
    attributes,
    mfa: { enabled: [], preferred: undefined },
    password: false,
    passkey: false,
  }).length > 0;

/**
 * What a user can sign in with, as AWS names it for its users: both proofs of a password are one. AWS's model knows an
 * authenticator app among these, although it is no first factor.
 */
export const configuredFactors = (pool: Pool, holder: FactorHolder, hasSoftwareToken: boolean): AuthFactorType[] => [
  ...firstFactorsOf(pool, holder).filter((factor) => factor !== 'PASSWORD_SRP'),
  ...(hasSoftwareToken ? (['SOFTWARE_TOKEN'] as const) : []),
];

/** All of them. */
export const firstFactors: readonly FirstFactor[] = offers.map(({ factor }) => factor);

/** Whether a name is one of a first factor at all, offered or not. */
export const isFirstFactor = (name: string): name is FirstFactor => firstFactors.some((factor) => factor === name);

/** Whether the pool takes a code for the only proof: not where everybody needs a second factor, which a code excludes. */
export const takesCodes = ({ settings }: Pool, factor: AuthFactorType): boolean =>
  settings.Policies.SignInPolicy.AllowedFirstAuthFactors.includes(factor) && settings.MfaConfiguration !== 'ON';

// Recorded: a user with a temporary password is offered no codes, even with a verified address.
const isReached = ({ status, attributes }: FactorHolder, attribute: 'email' | 'phone_number'): boolean =>
  status !== 'FORCE_CHANGE_PASSWORD' && Boolean(attributes[attribute]);
