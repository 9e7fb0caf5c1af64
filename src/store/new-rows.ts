export interface NewPassword {
  readonly hash: string;
  /** Salt and verifier, sealed. */
  readonly srp: Buffer;
  /** When a temporary password stops working; null for a permanent one. */
  readonly temporaryUntil: Date | null;
}

export interface NewCode {
  readonly purpose: CodePurpose;
  readonly hash: Buffer;
  readonly attribute: string;
  readonly value: string;
  readonly expiresAt: Date;
}

export type CodePurpose = 'sign-up' | 'reset';
