import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidLambdaResponse, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Io } from '#services/io.js';
import { hasProof, type Attempt } from '#auth/attempt.js';
import type { Given, Proven } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { refusalOfState } from '#auth/proofs.js';
import { canUseFactor } from '#auth/second-factors.js';
import { define } from './functions.js';
import type { CustomState } from './state.js';

/** A sign-in by custom challenges whose function is to say what comes next. */
export interface Undecided {
  readonly attempt: Attempt;
  readonly custom: CustomState;
  readonly facts: Facts;
  readonly given: Given;
}

/**
 * Has the pool's function decide how a sign-in goes on. Throws NotAuthorizedException when it fails the sign-in, and,
 * when it would have tokens issued, for users who do not exist or whose state does not allow to sign in.
 */
export const decide = async (undecided: Undecided, io: Io): Promise<Proven> => {
  const { custom, facts } = undecided;
  const definition = await define(custom, facts, io);
  switch (definition.kind) {
    case 'failure':
      throw NotAuthorized(messages.wrongPassword);
    case 'tokens': {
      const refusal = refusalOfState(facts);
      if (refusal) throw refusal;
      return { proofs: ['identity'], changes: { custom: { ...custom, next: 'tokens' } } };
    }
    case 'challenge':
      if (!canCome(definition.name, undecided)) throw InvalidLambdaResponse();
      return { proofs: [], changes: { custom: { ...custom, next: definition.name } } };
  }
};

/** Whether a challenge that a function named can come now. */
const canCome = (name: string, { attempt, custom, facts, given }: Undecided): name is ChallengeNameType => {
  if (name === 'CUSTOM_CHALLENGE') return true;
  // The proof of a password begins with the number that only the first request of a sign-in carries.
  if (name === 'PASSWORD_VERIFIER') return custom.results.at(-1)?.challengeName === 'SRP_A' && Boolean(given['SRP_A']);
  // A code that is sent before anything was proven would tell who exists, and reach people who asked for nothing.
  return hasProof(attempt, 'identity') && canUseFactor(name, facts);
};
