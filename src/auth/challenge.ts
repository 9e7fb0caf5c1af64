import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Factor } from '#domain/assurance.js';
import type { Attempt, Proof } from './attempt.js';
import type { Facts } from './facts.js';
import type { Io } from '#services/io.js';
import type { Effect, Settlement } from '#store/settlements.js';
import type { User } from '#domain/user.js';
import type { Alias } from '#domain/usernames.js';

/** What the client sent with this request: its `AuthParameters` or `ChallengeResponses`. */
export type Given = Readonly<Record<string, string>>;

/** What a right answer proves and leaves behind; the engine writes it all in one statement with what follows from it. */
export interface Proven {
  readonly proofs: readonly Proof[];
  /** The factor that was proven, if one was. */
  readonly factor?: Factor;
  /** What the answer decided about the rest of the sign-in. */
  readonly changes?: Partial<Pick<Attempt, 'firstChallenge' | 'chosenFactor' | 'enrolling' | 'custom'>>;
  /** True when a password was proven: its failures are forgotten then. */
  readonly password?: boolean;
  /** Ids that the answer used up, besides the session's. */
  readonly spends?: readonly string[];
  readonly passwordChange?: Settlement['password'];
  /** What else it changes, in the transaction that writes the step. */
  readonly effects?: readonly Effect[];
  /** The aliases that those effects give the user. */
  readonly names?: readonly Alias[];
  /** The user as the change leaves it. */
  readonly user?: User;
}

/** What a challenge tells the client. */
export interface Asked {
  readonly parameters: Readonly<Record<string, string>>;
  /** What the session remembers of it. */
  readonly changes?: Partial<Pick<Attempt, 'custom'>>;
  /** What the user may choose among, if that is what is asked. */
  readonly available?: readonly ChallengeNameType[];
  /** False for SRP, whose state travels in its own block, in a flow that asks for nothing else before. */
  readonly session: boolean;
  /** What its answer will need, in the transaction that settles the step before. */
  readonly effects?: readonly Effect[];
  /** What follows once that is stored. */
  readonly committed?: () => Promise<void>;
}

/** One of AWS's challenges: how it is put and how its answer is judged. Challenges never name one another. */
export interface Challenge {
  /** Puts the challenge. Throws ApiError when the client did not send what it needs. */
  ask(attempt: Attempt, facts: Facts, given: Given, io: Io): Promise<Asked>;
  /** The attempt that an answer belongs to, when it is not in the `Session`. Throws NotAuthorizedException. */
  resume?(given: Given, facts: Pick<Facts, 'vault' | 'client'>, now: Date): Attempt;
  /** True when clients may answer it with the session of the second factor before. */
  readonly takesSessionBefore?: true;
  /** Judges an answer. Throws ApiError for a wrong one. */
  check(attempt: Attempt, facts: Facts, given: Given, io: Io): Promise<Proven>;
}
