import type { ApiError } from '#contract/api-error.js';
import { CodeMismatch } from '#contract/errors.js';
import { secondFactor, type SecondFactor, type SecondFactorCase, usableFactors } from '#domain/second-factor.js';
import type { Io } from '#services/io.js';
import { forgetMfaFailures } from '#store/lockouts.js';
import type { Effect } from '#store/settlements.js';
import type { Facts } from './facts.js';
import { countedFailure } from './proofs.js';

/** What the rules of second factors rest on; undefined for nobody. */
export const factorCaseOf = ({ pool, user, softwareToken }: Facts): SecondFactorCase | undefined =>
  user && { pool, user, hasSoftwareToken: softwareToken !== undefined };

/** The second factor that the user of these facts is asked for; undefined for none. */
export const secondFactorOf = (facts: Facts): SecondFactor | undefined => {
  const of = factorCaseOf(facts);
  return of && secondFactor(of);
};

/** Whether the user of these facts can be asked for a second factor of this name. */
export const canUseFactor = (name: string, facts: Facts): boolean => {
  const of = factorCaseOf(facts);
  return of !== undefined && usableFactors(of).some((factor) => factor === name);
};

/**
 * Counts a wrong code of a second factor and gives the error that answers it. Five wrong codes of one user, whatever sessions and factors
 * they were for, start the same back-off as wrong passwords; inside it nothing shows whether a code was right.
 */
export const wrongFactor = (facts: Facts, mismatch: string, io: Io): Promise<ApiError> =>
  countedFailure('mfaFailures', facts, { spends: [], error: CodeMismatch(mismatch) }, io);

/** What a right code does to the failures before it. Throws NotAuthorizedException inside a back-off: then it proves nothing. */
export const rightFactor = ({ pool, attemptsKey }: Facts, now: Date): Effect =>
  forgetMfaFailures(pool.id, attemptsKey, now);
