/** What the requests of the three custom challenge events have in common. */
export interface CustomAuthRequest {
  readonly userAttributes: Readonly<Record<string, string>>;
  /** Only where the client hides which users exist; true for one who does not. */
  readonly userNotFound?: boolean;
  /** Of RespondToAuthChallenge only, and only when it was given. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** One challenge of a sign-in and its outcome. */
export interface ChallengeResult {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  /** What CreateAuthChallenge said of it. */
  readonly challengeMetadata: string | null;
}
