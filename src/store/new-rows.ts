import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import type { Attributes } from '#domain/user.js';

/** A user about to be stored; ids, hashes and times are made at the door, so that an import can bring its own. */
export interface NewUser {
  readonly sub: string;
  readonly username: string;
  readonly attemptsKey: string;
  readonly status: UserStatusType;
  readonly attributes: Attributes;
  readonly createdAt: Date;
  /** Absent for a user who signs in without one. */
  readonly password?: NewPassword;
}

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

export type CodePurpose = 'sign-up' | 'reset' | 'verify-email' | 'verify-phone_number';
