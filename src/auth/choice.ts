import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { firstFactorsOf, type FirstFactor } from '#domain/first-factors.js';
import { hidesUsers } from '#domain/client.js';
import type { Io } from '#services/io.js';
import type { Given, Proven } from './challenge.js';
import type { Facts } from './facts.js';
import { requiredParameter } from './given.js';
import { provePassword } from './plain-password.js';

/** The first factors that a user may choose among; for nobody, where it must not show, those that most users have. */
export const offeredFactors = ({ pool, client, user, password }: Facts): FirstFactor[] => {
  const own = user ? firstFactorsOf(pool, { ...user, password: password !== undefined }) : [];
  if (own.length > 0 || !hidesUsers(client)) return own;
  return firstFactorsOf(pool, { status: 'CONFIRMED', attributes: {}, password: true });
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
};

/** Goes on with the first factor that was chosen. Throws ApiError for a wrong password. */
export const choose = async ({ factor, facts, given, spends }: Choice, io: Io): Promise<Proven> =>
  factor === 'PASSWORD'
    ? provePassword(requiredParameter(given, 'PASSWORD'), facts, io, spends)
    : { proofs: [], changes: { firstChallenge: challengesOf[factor] } };
