/** One sign-in and everything that its tokens share: what revocation and sign-out work on. */
export interface Family {
  readonly poolId: string;
  /** The sign-in's event id: the `event_id` claim of its tokens. */
  readonly id: string;
  readonly sub: string;
  readonly clientId: string;
  readonly originJti: string;
  /** How often the refresh token was rotated. */
  readonly generation: number;
  /** When that was the last time. */
  readonly rotatedAt: Date | undefined;
  /** Space-separated. */
  readonly scopes: string;
  readonly authTime: Date;
  /** The device that signed in, or the one that may be confirmed with these tokens; undefined without device tracking. */
  readonly deviceKey: string | undefined;
  /** Of a device that may be confirmed with these tokens; undefined once it is. */
  readonly deviceGroupKey: string | undefined;
  /** Which level of assurance the sign-in reached; undefined when none was asked for. */
  readonly acr: string | undefined;
  /** The factors that were proven, in order, as `amr` says them: tokens do where a level was asked for. */
  readonly amr: readonly string[] | undefined;
  /** How session operations call the sign-in; undefined when the pool did not track sessions then. */
  readonly sessionId: string | undefined;
  /** The program that signed in, as it called itself. */
  readonly userAgent: string | undefined;
  /** From where it was used last. */
  readonly lastIp: string | undefined;
  readonly lastUsedAt: Date;
  readonly refreshUntil: Date;
  /** When no token of the family can be valid any more. */
  readonly expiresAt: Date;
}

/** The scope of tokens that the API issues: it lets the user's own operations in. */
export const userAdminScope = 'aws.cognito.signin.user.admin';
