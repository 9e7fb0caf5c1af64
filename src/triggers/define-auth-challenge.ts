import { InvalidLambdaResponse } from '#contract/errors.js';
import { optionalBoolean, optionalText } from './members.js';
import type { ChallengeResult, CustomAuthRequest } from './custom-auth-request.js';
import type { Trigger } from './trigger.js';

interface DefineAuthChallengeRequest extends CustomAuthRequest {
  /** What was asked so far and how it was answered, oldest first. */
  readonly session: readonly ChallengeResult[];
}

/** What the function decides: a challenge, or the end. */
export type Definition =
  { readonly kind: 'challenge'; readonly name: string } | { readonly kind: 'tokens' } | { readonly kind: 'failure' };

/** Decides what comes next in a sign-in by custom challenges. */
export const defineAuthChallenge: Trigger<DefineAuthChallengeRequest, Definition> = {
  name: 'DefineAuthChallenge',
  source: 'DefineAuthChallenge_Authentication',
  version: '1',
  response: { challengeName: null, issueTokens: null, failAuthentication: null },
  read(response) {
    const name = optionalText(response, 'challengeName');
    const issue = optionalBoolean(response, 'issueTokens');
    // Where the function contradicts itself, the safe side counts.
    if (optionalBoolean(response, 'failAuthentication')) return { kind: 'failure' };
    if (issue) return { kind: 'tokens' };
    if (name === undefined) throw InvalidLambdaResponse();
    return { kind: 'challenge', name };
  },
};
