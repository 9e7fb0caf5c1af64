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
  /** Space-separated. */
  readonly scopes: string;
  readonly authTime: Date;
  readonly refreshUntil: Date;
  /** When no token of the family can be valid any more. */
  readonly expiresAt: Date;
}

/** The scope of tokens that the API issues: it lets the user's own operations in. */
export const userAdminScope = 'aws.cognito.signin.user.admin';
