import type { UserPoolMfaType, UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import type { PoolFactor } from '#domain/pool-mfa.js';
import { poolOf } from '#domain/pool.fixture.js';
import { withProofs, type Attempt, type Proof } from './attempt.js';
import type { CustomState } from './custom/state.js';
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
  decoys: undefined,
  target: undefined,
  proofs: [],
  factors: [],
  custom: undefined,
  customKeptAs: undefined,
  deviceKey: undefined,
  chosenFactor: undefined,
  enrolling: undefined,
  passwordSetAt: undefined,
  challenge: undefined,
  expiresAt: 0,
};

interface Case {
  readonly status?: UserStatusType | undefined;
  /** Default: no second factor at all. */
  readonly mode?: UserPoolMfaType;
  readonly phone?: string;
  readonly enabled?: readonly PoolFactor[];
}

const factsOf = ({ status, mode = 'OFF', phone, enabled = [] }: Case): Facts =>
  ({
    pool: {
      ...poolOf({ MfaConfiguration: mode, SmsConfiguration: { SnsCallerArn: 'arn' } }),
      mfa: { SmsMfaConfiguration: {}, SoftwareTokenMfaConfiguration: { Enabled: true } },
    },
    user: status && {
      sub: 'sub-1',
      status,
      attributes: phone ? { phone_number: phone } : {},
      mfa: { enabled, preferred: undefined },
    },
  }) as unknown as Facts;

const next = (proofs: readonly Proof[], of: UserStatusType | undefined | Case, changes: Partial<Attempt> = {}) =>
  nextChallenge(withProofs({ ...attempt, ...changes }, proofs), factsOf(typeof of === 'object' ? of : { status: of }));

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

test('a temporary password matters to those who have shown it', () => {
  expect(next(['identity'], 'FORCE_CHANGE_PASSWORD')).toBeUndefined();
});

const custom = { results: [], next: undefined, pending: undefined, typedName: undefined };
const nextOfCustom = (proofs: readonly Proof[], decided: CustomState['next'], status: UserStatusType) =>
  nextChallenge(withProofs({ ...attempt, custom: { ...custom, next: decided } }, proofs), factsOf({ status }));

test('the pool’s function says what comes after nothing, and after the password', () => {
  expect(nextOfCustom([], undefined, 'CONFIRMED')).toBeUndefined();
  expect(nextOfCustom([], 'CUSTOM_CHALLENGE', 'CONFIRMED')).toBe('CUSTOM_CHALLENGE');
  expect(nextOfCustom(['identity', 'password'], 'CUSTOM_CHALLENGE', 'CONFIRMED')).toBe('CUSTOM_CHALLENGE');
  expect(nextOfCustom(['identity'], 'tokens', 'CONFIRMED')).toBeUndefined();
});

test('a temporary password is replaced before the pool’s function is asked again', () => {
  expect(nextOfCustom(['identity', 'password'], undefined, 'FORCE_CHANGE_PASSWORD')).toBe('NEW_PASSWORD_REQUIRED');
});

test('nothing is asked of who has proven everything', () => {
  expect(next(['identity', 'password'], 'CONFIRMED')).toBeUndefined();
  expect(next(['identity', 'password', 'new-password'], 'FORCE_CHANGE_PASSWORD')).toBeUndefined();
});

test('a second factor follows the first, and a new password before it', () => {
  const of = { status: 'FORCE_CHANGE_PASSWORD', mode: 'ON', phone: '+15550100' } as const;
  expect(next([], of)).toBe('PASSWORD_VERIFIER');
  expect(next(['identity', 'password'], of)).toBe('NEW_PASSWORD_REQUIRED');
  expect(next(['identity', 'password', 'new-password'], of)).toBe('SMS_MFA');
  expect(next(['identity', 'password', 'new-password', 'second-factor'], of)).toBeUndefined();
});

test('of several second factors one is chosen, and stays chosen', () => {
  const of = {
    status: 'CONFIRMED',
    mode: 'OPTIONAL',
    phone: '+15550100',
    enabled: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
  } as const;
  expect(next(['identity', 'password'], { ...of, enabled: [] })).toBeUndefined();
  expect(next(['identity', 'password'], { ...of, enabled: ['SMS_MFA'] })).toBe('SMS_MFA');
  const facts = { ...factsOf(of), softwareToken: { secret: Buffer.alloc(0) } } as unknown as Facts;
  const proven = withProofs(attempt, ['identity', 'password']);
  expect(nextChallenge(proven, facts)).toBe('SELECT_MFA_TYPE');
  expect(nextChallenge({ ...proven, chosenFactor: 'SOFTWARE_TOKEN_MFA' }, facts)).toBe('SOFTWARE_TOKEN_MFA');
});

test('who must have a second factor and has none sets one up', () => {
  const of = { status: 'CONFIRMED', mode: 'ON' } as const;
  expect(next(['identity', 'password'], of)).toBe('MFA_SETUP');
  expect(next(['identity', 'password'], of, { enrolling: 'maya@example.com' })).toBe('EMAIL_OTP');
  expect(next(['identity', 'password', 'second-factor', 'enrolled'], of)).toBeUndefined();
});

test('to have enrolled something is no second factor, for who has one and for who has none any more', () => {
  const of = { status: 'CONFIRMED', mode: 'ON' } as const;
  expect(next(['identity', 'password', 'enrolled'], { ...of, phone: '+15550100' })).toBe('SMS_MFA');
  expect(next(['identity', 'password', 'enrolled'], of)).toBe('MFA_SETUP');
});

test('gates have names of their own', () => {
  expect(new Set(gates.map(({ name }) => name)).size).toBe(gates.length);
});

test('what was proven stays proven, once', () => {
  const proven = withProofs(withProofs(attempt, ['identity']), ['identity', 'password']);
  expect(proven.proofs).toEqual(['identity', 'password']);
  expect(attempt.proofs).toEqual([]);
});
