import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { ChallengeResult } from '#triggers/custom-auth-request.js';
import type { Attempt } from '#auth/attempt.js';
import type { Proven } from '#auth/challenge.js';

/** What a sign-in by custom challenges remembers beside its proofs. */
export interface CustomState {
  /** What was asked so far and how it was answered, oldest first: the functions' `session`. */
  readonly results: readonly ChallengeResult[];
  /** What the pool's function decided last; undefined when it is to be asked, after each answer. */
  readonly next: ChallengeNameType | 'tokens' | undefined;
  /** What the function that made up the challenge under way keeps from the client, and what it calls that challenge. */
  readonly pending:
    { readonly parameters: Readonly<Record<string, string>>; readonly metadata: string | null } | undefined;
  /** How a user who does not exist is called, for the functions; undefined for one who does. */
  readonly typedName: string | undefined;
}

/** The challenges that stand in the functions' `session` besides CUSTOM_CHALLENGE. */
const recorded: readonly (ChallengeNameType | undefined)[] = [
  'PASSWORD_VERIFIER',
  'SMS_MFA',
  'SOFTWARE_TOKEN_MFA',
  'EMAIL_OTP',
];

/** Whether the pool's function is to say what comes next. */
export const awaitsDefinition = ({ custom }: Attempt): boolean => custom !== undefined && custom.next === undefined;

/** The state after an answer, which the function is to be told next. */
export const withResult = (
  custom: CustomState,
  challengeName: string,
  challengeResult: boolean,
  challengeMetadata: string | null = null,
): CustomState => ({
  ...custom,
  results: [...custom.results, { challengeName, challengeResult, challengeMetadata }],
  next: undefined,
  pending: undefined,
});

/** What a right answer to one of AWS's own challenges proves, with its place in the functions' `session`. */
export const withRecord = ({ custom, challenge }: Attempt, proven: Proven): Proven =>
  custom === undefined || custom.next === 'tokens' || challenge === undefined || !recorded.includes(challenge)
    ? proven
    : { ...proven, changes: { ...proven.changes, custom: withResult(custom, challenge, true) } };
