import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidLambdaResponse, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Io } from '#services/io.js';
import type { Given, Proven } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { refusalOfState } from '#auth/proofs.js';
import { define } from './functions.js';
import type { CustomState } from './state.js';

/**
 * Has the pool's function decide how a sign-in by custom challenges goes on. Throws NotAuthorizedException when it fails the sign-in, and,
 * when it would have tokens issued, for users who do not exist or whose state does not allow to sign in.
 */
export const decide = async (custom: CustomState, facts: Facts, given: Given, io: Io): Promise<Proven> => {
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
      return { proofs: [], changes: { custom: { ...custom, next: nextOf(definition.name, custom, given) } } };
  }
};

/** The challenge that a function named. Throws InvalidLambdaResponseException for one that cannot come now. */
const nextOf = (name: string, { results }: CustomState, given: Given): ChallengeNameType => {
  if (name === 'CUSTOM_CHALLENGE') return name;
  // The proof of a password begins with the number that only the first request of a sign-in carries.
  if (name === 'PASSWORD_VERIFIER' && results.at(-1)?.challengeName === 'SRP_A' && given['SRP_A']) return name;
  throw InvalidLambdaResponse();
};
