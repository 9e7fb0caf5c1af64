import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';

/** Attribute values by name, all of them strings as in AWS; `sub` is not among them. */
export type Attributes = Readonly<Record<string, string>>;

/** A second factor that a user may switch on, by the name under which AWS lists it. (A passkey's is reported by those who use it.) */
export type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP' | 'WEB_AUTHN_MFA';

/** The second factors that a user switched on. */
export interface MfaPreference {
  readonly enabled: readonly MfaFactor[];
  readonly preferred: MfaFactor | undefined;
}

/** A user as the rest of the server works with it. */
export interface User {
  readonly poolId: string;
  /** Immutable; UUID-shaped. */
  readonly sub: string;
  /** The stored name: what SRP proofs and tokens carry. Equal to `sub` in pools whose users sign in by an attribute. */
  readonly username: string;
  readonly status: UserStatusType;
  readonly enabled: boolean;
  /** True: an administrator keeps the user from signing in by password, and from getting a new one without an administrator. */
  readonly passwordDisabled: boolean;
  readonly attributes: Attributes;
  readonly mfa: MfaPreference;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}
