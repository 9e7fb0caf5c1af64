import type { ErrorKind } from '#contract/api-error.js';
import { InvalidParameter, UserNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import {
  factorsOfAmr,
  firstSteps,
  isReachable,
  levelOf,
  type Factor,
  type Means,
  secondSteps,
  targetLevels,
} from '#domain/assurance.js';
import { decoySecondFactors } from '#domain/decoy-factors.js';
import type { FirstFactor } from '#domain/first-factors.js';
import type { PoolFactor } from '#domain/pool-mfa.js';
import { choiceOrder, stepUpFactors } from '#domain/second-factor.js';
import type { Io } from '#services/io.js';
import type { Attempt, Proof } from './attempt.js';
import type { Given } from './challenge.js';
import type { Facts } from './facts.js';
import { invalidParameter, requiredParameter } from './given.js';
import { ownFactors } from './own-factors.js';
import { factorCaseOf, secondFactorOf } from './second-factors.js';

const ofFirst: Readonly<Record<FirstFactor, Factor>> = {
  PASSWORD_SRP: 'pwd',
  PASSWORD: 'pwd',
  EMAIL_OTP: 'email_otp',
  SMS_OTP: 'sms',
  // Or `hwk`, which reaches as far.
  WEB_AUTHN: 'swk',
};

const ofSecond: Readonly<Record<PoolFactor, Factor>> = {
  SMS_MFA: 'sms',
  SOFTWARE_TOKEN_MFA: 'otp',
  EMAIL_OTP: 'email_otp',
};

/** The first factors of a list that lead to the level that the sign-in is for; all of them when it is for none. */
export const towardsTarget = (attempt: Attempt, facts: Facts, offered: readonly FirstFactor[]): FirstFactor[] => {
  if (attempt.target === undefined) return [...offered];
  const steps = firstSteps(attempt.target, attempt.factors, meansOf(facts, offered));
  return offered.filter((factor) => steps.includes(ofFirst[factor]));
};

/** Whether the sign-in is for a level that is not reached yet. */
export const isBelowTarget = ({ target, factors }: Attempt): boolean =>
  target !== undefined && levelOf(factors) < target;

/**
 * The second factors of which each reaches the level that the sign-in is for. Where some of them are what the user is asked for anyway it
 * is those alone: to ask for more must not lead around an authenticator app by an address that is merely verified.
 */
export const stepsToTarget = ({ target, factors }: Attempt, facts: Facts): PoolFactor[] => {
  if (target === undefined) return [];
  const means = meansOf(facts, ownFactors(facts));
  const steps = secondSteps(target, factors, means);
  const reaching = secondFactorsOf(facts, ownFactors(facts)).filter((factor) => steps.includes(ofSecond[factor]));
  const due = reaching.filter((factor) => isDue(factor, facts));
  return due.length > 0 ? due : reaching;
};

const isDue = (factor: PoolFactor, facts: Facts): boolean => {
  const next = secondFactorOf(facts);
  return next?.challenge === 'SELECT_MFA_TYPE' ? next.choices.includes(factor) : next?.challenge === factor;
};

/** The challenge that reaches it, as far as second factors go. */
export const challengeToTarget = (attempt: Attempt, facts: Facts): PoolFactor | 'SELECT_MFA_TYPE' | undefined => {
  const [first, ...others] = stepsToTarget(attempt, facts);
  const preferred = facts.user?.mfa.preferred;
  return others.length === 0 || first === preferred
    ? first
    : (others.find((factor) => factor === preferred) ?? 'SELECT_MFA_TYPE');
};

const meansOf = (facts: Facts, offered: readonly FirstFactor[]): Means => ({
  first: offered.map((factor) => ofFirst[factor]),
  second: secondFactorsOf(facts, offered).map((factor) => ofSecond[factor]),
});

/** Codes that are good for a first factor are good for a second one. A name that nobody bears seems to have some, as users do. */
const secondFactorsOf = (facts: Facts, offered: readonly FirstFactor[]): PoolFactor[] => {
  const of = factorCaseOf(facts);
  const own = of ? stepUpFactors(of) : decoySecondFactors(facts.pool, facts.deriveKey, facts.typedDigest);
  return choiceOrder.filter(
    (factor) =>
      own.includes(factor) ||
      (factor === 'SMS_MFA' && offered.includes('SMS_OTP')) ||
      (factor === 'EMAIL_OTP' && offered.includes('EMAIL_OTP')),
  );
};

/**
 * The attempt as it begins for a level of assurance that the client asks for: the first of its targets that the user can reach,
 * and what an access token proves already. Throws InvalidParameterException for targets that are none or out of reach, or that
 * the token has reached, and what a bad token throws.
 */
export const withTarget = async (
  attempt: Attempt,
  { facts, given, offered }: { facts: Facts; given: Given; offered: readonly FirstFactor[] },
  io: Io,
): Promise<Attempt> => {
  const token = given['ACCESS_TOKEN'];
  if (!given['TARGET_ACR_VALUES'] && !token) return attempt;
  const targets = targetLevels(facts.pool, requiredParameter(given, 'TARGET_ACR_VALUES'));
  if (targets.length === 0) throw invalidParameter('TARGET_ACR_VALUES');
  const credit = token ? await creditOf(token, facts, given, io) : [];

  const means = meansOf(facts, offered);
  const target = targets.find((level) => isReachable(level, credit, means));
  if (target === undefined) throw InvalidParameter(messages.targetOutOfReach);
  if (levelOf(credit) >= target) throw InvalidParameter(messages.targetReached);
  return { ...attempt, target, factors: credit, proofs: proofsOf(credit, secondSteps(target, credit, means), facts) };
};

/**
 * What a token proves of a sign-in that goes on from it: the user, where one more factor is all that is missing, and a second factor if
 * it is one that the user is asked for. A code that was the only factor does not stand for an authenticator app beside a password.
 */
const proofsOf = (credit: readonly Factor[], steps: readonly Factor[], facts: Facts): Proof[] => [
  ...(credit.length > 0 && steps.length > 0 ? (['identity'] as const) : []),
  ...(choiceOrder.some((factor) => credit.includes(ofSecond[factor]) && isDue(factor, facts))
    ? (['second-factor'] as const)
    : []),
];

/**
 * The attempt that begins with this factor proven: for the first of the client's targets that it reaches by itself. Throws
 * InvalidParameterException when it reaches none, and for an access token, which has no place there.
 */
export const withReachedTarget = (attempt: Attempt, { pool }: Facts, given: Given, factor: Factor): Attempt => {
  if (given['ACCESS_TOKEN']) throw invalidParameter('ACCESS_TOKEN');
  if (!given['TARGET_ACR_VALUES']) return attempt;
  const targets = targetLevels(pool, given['TARGET_ACR_VALUES']);
  if (targets.length === 0) throw invalidParameter('TARGET_ACR_VALUES');
  const target = targets.find((level) => levelOf([factor]) >= level);
  if (target === undefined) throw InvalidParameter(messages.targetOutOfReach);
  return { ...attempt, target };
};

const bearerErrors: { readonly errors: readonly ErrorKind[] } = { errors: [UserNotFound] };

/** The factors of the sign-in that an access token is of; none when that is too long ago. */
const creditOf = async (token: string, { client, user }: Facts, given: Given, io: Io): Promise<readonly Factor[]> => {
  const bearer = await io.tokenVerifier.verifyBearer(token, bearerErrors);
  if (bearer.client.id !== client.id || bearer.user.sub !== user?.sub) throw invalidParameter('ACCESS_TOKEN');
  const maxAge = given['MAX_AGE'];
  if (!maxAge) return factorsOfAmr(bearer.family.amr);
  if (!/^\d{1,9}$/.test(maxAge)) throw invalidParameter('MAX_AGE');
  const ageSeconds = (io.clock.now().getTime() - bearer.family.authTime.getTime()) / 1000;
  return ageSeconds > Number(maxAge) ? [] : factorsOfAmr(bearer.family.amr);
};
