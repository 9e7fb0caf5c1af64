import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { mustProveItself, replacesSecondFactor } from '#domain/device.js';
import { hasProof, type Attempt } from './attempt.js';
import type { CustomState } from './custom/state.js';
import type { Facts } from './facts.js';
import { secondFactorOf } from './second-factors.js';
import { challengeToTarget, isBelowTarget } from './step-up.js';

/** Something that must be proven before tokens are issued. */
interface Gate {
  readonly name: string;
  shut(attempt: Attempt, facts: Facts): boolean;
  /** The challenge that opens it; undefined where none does. */
  challenge(attempt: Attempt, facts: Facts): ChallengeNameType | undefined;
}

/** Read top to bottom: the first shut gate is the next challenge; none shut means tokens. */
export const gates: readonly Gate[] = [
  {
    name: 'who are you',
    shut: (attempt) => !hasProof(attempt, 'identity'),
    challenge: ({ firstChallenge, custom }) => (custom ? challengeOfCustom(custom) : firstChallenge),
  },
  {
    name: 'temporary password',
    shut: (attempt, { user }) =>
      user?.status === 'FORCE_CHANGE_PASSWORD' &&
      !hasProof(attempt, 'new-password') &&
      // Whoever signs in without a password has no use for a new one yet.
      hasProof(attempt, 'password'),
    challenge: () => 'NEW_PASSWORD_REQUIRED',
  },
  {
    name: 'level of assurance',
    shut: isBelowTarget,
    challenge: (attempt, facts) => attempt.chosenFactor ?? challengeToTarget(attempt, facts),
  },
  {
    name: 'second factor',
    shut: (attempt, facts) => !hasProof(attempt, 'second-factor') && needsFactor(facts, 'has'),
    challenge: ({ chosenFactor }, facts) => chosenFactor ?? secondFactorOf(facts)?.challenge,
  },
  {
    name: 'enrol a factor',
    // To have enrolled a factor is not enough: one that was removed since leaves the user without any.
    shut: (attempt, facts) => !hasProof(attempt, 'second-factor') && needsFactor(facts, 'lacks'),
    challenge: ({ enrolling }) => (enrolling === undefined ? 'MFA_SETUP' : 'EMAIL_OTP'),
  },
  {
    name: 'custom challenges',
    shut: ({ custom }) => custom !== undefined && custom.next !== 'tokens',
    challenge: ({ custom }) => custom && challengeOfCustom(custom),
  },
  {
    name: 'remembered device',
    shut: (attempt, { pool, device }) => mustProveItself(pool, device) && !hasProof(attempt, 'device'),
    challenge: (attempt) => (hasProof(attempt, 'device-begun') ? 'DEVICE_PASSWORD_VERIFIER' : 'DEVICE_SRP_AUTH'),
  },
];

/** Whether the user must prove a second factor and has one, or lacks one. A remembered device may stand for it: its own gate is shut then. */
const needsFactor = (facts: Facts, wanted: 'has' | 'lacks'): boolean => {
  if (replacesSecondFactor(facts.pool, facts.device)) return false;
  const next = secondFactorOf(facts)?.challenge;
  return next !== undefined && (next === 'MFA_SETUP') === (wanted === 'lacks');
};

/** What the pool's function decided on; undefined when it is to be asked. */
const challengeOfCustom = ({ next }: CustomState): ChallengeNameType | undefined =>
  next === 'tokens' ? undefined : next;

/** The challenge of the first gate that is still shut; undefined when all are open, or when the pool's function is to say. */
export const nextChallenge = (attempt: Attempt, facts: Facts): ChallengeNameType | undefined =>
  gates.find((gate) => gate.shut(attempt, facts))?.challenge(attempt, facts);
