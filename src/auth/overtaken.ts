import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Attempt } from './attempt.js';
import { factorChoices } from './factor-choices.js';
import type { Facts } from './facts.js';
import { nextChallenge } from './gates.js';
import { secondFactorOf } from './second-factors.js';

/**
 * Refuses an answer to a second factor that the user has given up meanwhile, and an answer that sets an address up as one for a user who
 * has a second factor by now. Throws NotAuthorizedException.
 */
export const refuseOvertaken = (attempt: Attempt, facts: Facts): void => {
  const stands = attempt.enrolling === undefined ? isAsked(attempt, facts) : mayEnrol(facts);
  if (!stands) throw NotAuthorized(messages.sessionInvalid);
};

/** Whether the factor would be asked for as things are now. Where none would, it does no harm. */
const isAsked = (attempt: Attempt, facts: Facts): boolean => {
  const { challenge } = attempt;
  const next = nextChallenge({ ...attempt, chosenFactor: undefined }, facts);
  if (next === 'SELECT_MFA_TYPE') return factorChoices(attempt, facts).some((factor) => factor === challenge);
  return next === undefined || next === challenge || !factors.includes(next);
};

const factors: readonly ChallengeNameType[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'MFA_SETUP'];

const mayEnrol = (facts: Facts): boolean => secondFactorOf(facts)?.challenge === 'MFA_SETUP';
