import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import type { User } from '#domain/user.js';
import { withProofs, type Attempt, type Proof } from './attempt.js';
import type { Facts } from './facts.js';
import { gates, nextChallenge } from './gates.js';

const attempt: Attempt = {
  id: 'attempt-1',
  clientId: 'client1',
  typedDigest: 'digest',
  username: 'maya',
  sub: 'sub-1',
  flow: undefined,
  firstChallenge: 'PASSWORD_VERIFIER',
  proofs: [],
  factors: [],
  deviceKey: undefined,
  passwordSetAt: undefined,
  challenge: undefined,
  expiresAt: 0,
};

/** Gates look at the user's status only, so far. */
const factsOf = (status: UserStatusType | undefined): Facts =>
  ({ user: status && ({ sub: 'sub-1', status } as User) }) as Facts;

const next = (proofs: readonly Proof[], status: UserStatusType | undefined) =>
  nextChallenge(withProofs(attempt, proofs), factsOf(status));

test('who has proven nothing is asked for a proof of the password, known or not', () => {
  for (const status of ['CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', undefined] as const)
    expect(next([], status)).toBe('PASSWORD_VERIFIER');
});

test('a temporary password that was proven must be replaced', () => {
  expect(next(['identity', 'password'], 'FORCE_CHANGE_PASSWORD')).toBe('NEW_PASSWORD_REQUIRED');
});

test('a new password alone proves nobody', () => {
  expect(next(['new-password'], 'FORCE_CHANGE_PASSWORD')).toBe('PASSWORD_VERIFIER');
});

test('nothing is asked of who has proven everything', () => {
  expect(next(['identity', 'password'], 'CONFIRMED')).toBeUndefined();
  expect(next(['identity', 'password', 'new-password'], 'FORCE_CHANGE_PASSWORD')).toBeUndefined();
});

test('gates have names of their own', () => {
  expect(new Set(gates.map(({ name }) => name)).size).toBe(gates.length);
});

test('what was proven stays proven, once', () => {
  const proven = withProofs(withProofs(attempt, ['identity']), ['identity', 'password']);
  expect(proven.proofs).toEqual(['identity', 'password']);
  expect(attempt.proofs).toEqual([]);
});
