import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Factor, Level } from '#domain/assurance.js';
import type { PoolFactor } from '#domain/pool-mfa.js';
import type { CustomState } from './custom/state.js';
import type { Decoys } from '#domain/decoy-factors.js';

/** What a sign-in has proven so far. */
export type Proof = 'identity' | 'password' | 'new-password' | 'second-factor' | 'enrolled' | 'device-begun' | 'device';

/** A sign-in under way: immutable, carried by the client in a sealed session, never stored. */
export interface Attempt {
  /** Random; spent by the statement that a right answer leads to, so that no session is answered twice. */
  readonly id: string;
  readonly clientId: string;
  /** The digest of the name as it was typed: the session stays short however long that was. */
  readonly typedDigest: string;
  /** The user's stored name, or the made-up one of a user who does not exist. */
  readonly username: string;
  /** Undefined for a user who does not exist. */
  readonly sub: string | undefined;
  /** The flow, where its later steps depend on it; the answers in these flows always carry a session. */
  readonly flow: 'USER_AUTH' | 'CUSTOM_AUTH' | undefined;
  /** The challenge that proves who this is; undefined when the flow itself does. */
  readonly firstChallenge: ChallengeNameType | undefined;
  /** For a name that nobody bears, or whose user has no factor, where that must not show. */
  readonly decoys: Decoys | undefined;
  /** The level of assurance that the sign-in is for; undefined for any. */
  readonly target: Level | undefined;
  readonly proofs: readonly Proof[];
  /** In the order in which they were proven. */
  readonly factors: readonly Factor[];
  /** The user's own device that the client last named. */
  readonly deviceKey: string | undefined;
  /** The second factor that the user chose of several. */
  readonly chosenFactor: PoolFactor | undefined;
  /** The e-mail address that the user is setting up as a second factor. */
  readonly enrolling: string | undefined;
  /** When the password that was proven had been set, in milliseconds since the epoch: it must still be in force. */
  readonly passwordSetAt: number | undefined;
  /** What a sign-in by custom challenges remembers; undefined in other flows. */
  readonly custom: CustomState | undefined;
  /** Where that is kept, if it is too long for a session. */
  readonly customKeptAs: string | undefined;
  /** The challenge that the client was given. */
  readonly challenge: ChallengeNameType | undefined;
  /** When its session ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Whether a sign-in has proven this. */
export const hasProof = (attempt: Attempt, proof: Proof): boolean => attempt.proofs.includes(proof);

/** The attempt with more proven; what was proven before stays. */
export const withProofs = (attempt: Attempt, proofs: readonly Proof[]): Attempt => ({
  ...attempt,
  proofs: [...new Set([...attempt.proofs, ...proofs])],
});

/** The attempt as it comes from this device: what another one proved before proves nothing for it. */
export const fromDevice = (attempt: Attempt, deviceKey: string | undefined): Attempt =>
  deviceKey === attempt.deviceKey
    ? attempt
    : {
        ...attempt,
        deviceKey,
        proofs: attempt.proofs.filter((proof) => proof !== 'device-begun' && proof !== 'device'),
      };
