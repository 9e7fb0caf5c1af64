import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { decoysOf } from '#domain/decoy-factors.js';
import { firstFactors, type FirstFactor } from '#domain/first-factors.js';
import { hidesUsers } from '#domain/client.js';
import { takesPasskeys } from '#domain/passkeys.js';
import { simulatesPasskey } from '#domain/simulated-passkeys.js';
import type { Io } from '#services/io.js';
import type { Attempt } from './attempt.js';
import type { Given, Proven } from './challenge.js';
import type { Facts } from './facts.js';
import { requiredParameter } from './given.js';
import { ownFactors } from './own-factors.js';
import { provePassword } from './plain-password.js';
import { towardsTarget } from './step-up.js';

/** The first factors that a user may choose among, towards the level that the sign-in is for. */
export const offeredFactors = (attempt: Attempt, facts: Facts): FirstFactor[] =>
  towardsTarget(attempt, facts, possibleFactors(attempt, facts));

/** The first factors that a user has; for a name that nobody bears, where that must not show, a password and the attempt's decoys. */
export const possibleFactors = ({ decoys }: Attempt, facts: Facts): FirstFactor[] => {
  const own = ownFactors(facts);
  if (own.length > 0 || !decoys) return own;
  return firstFactors.filter((factor) => seemsOffered(factor, decoys, facts));
};

/** The attempt as it goes on where the user has nothing to choose and that must not show. */
export const withDecoys = (attempt: Attempt, name: string, facts: Facts): Attempt =>
  hidesUsers(facts.client) && ownFactors(facts).length === 0
    ? { ...attempt, decoys: decoysOf(facts.pool, facts.deriveKey, name) }
    : attempt;

const seemsOffered = (
  factor: FirstFactor,
  decoys: NonNullable<Attempt['decoys']>,
  { pool, deriveKey, typedDigest }: Facts,
): boolean => {
  switch (factor) {
    case 'PASSWORD_SRP':
    case 'PASSWORD':
      return true;
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return factor in decoys;
    case 'WEB_AUTHN':
      return takesPasskeys(pool) && simulatesPasskey(deriveKey, typedDigest);
  }
};

/** A choice and what came with it. */
export interface Choice {
  readonly factor: FirstFactor;
  readonly facts: Facts;
  readonly given: Given;
  /** Ids that a wrong password uses up. */
  readonly spends: readonly string[];
}

/** The challenge that a factor is proven by; a password in clear comes with the choice. */
const challengesOf: Readonly<Record<Exclude<FirstFactor, 'PASSWORD'>, ChallengeNameType>> = {
  PASSWORD_SRP: 'PASSWORD_VERIFIER',
  EMAIL_OTP: 'EMAIL_OTP',
  SMS_OTP: 'SMS_OTP',
  WEB_AUTHN: 'WEB_AUTHN',
};

/** Goes on with the first factor that was chosen. Throws ApiError for a wrong password. */
export const choose = async ({ factor, facts, given, spends }: Choice, io: Io): Promise<Proven> =>
  factor === 'PASSWORD'
    ? provePassword(requiredParameter(given, 'PASSWORD'), facts, io, spends)
    : { proofs: [], changes: { firstChallenge: challengesOf[factor] } };
