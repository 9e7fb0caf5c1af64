import type { WebAuthnConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { isMultiFactorOf, offersPasskey, passkeyFactor, takesPasskeys, userVerification } from './passkeys.js';
import type { Pool } from './pool.js';
import { poolOf } from './pool.fixture.js';

const poolWith = (
  webAuthn: WebAuthnConfigurationType | undefined,
  { mfa = 'OFF', allowed = true }: { mfa?: 'OFF' | 'OPTIONAL' | 'ON'; allowed?: boolean } = {},
): Pool => ({
  ...poolOf({
    Policies: {
      PasswordPolicy: { MinimumLength: 8 },
      SignInPolicy: { AllowedFirstAuthFactors: allowed ? ['PASSWORD', 'WEB_AUTHN'] : ['PASSWORD'] },
    },
    MfaConfiguration: mfa,
  }),
  mfa: { ...(webAuthn && { WebAuthnConfiguration: webAuthn }) },
});

const off = { enabled: [], preferred: undefined } as const;
const asked = { enabled: ['SMS_MFA', 'WEB_AUTHN_MFA'], preferred: undefined } as const;
const single = { RelyingPartyId: 'example.com' };
const multi = { ...single, FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } as const;

describe('a passkey is a first factor', () => {
  test.each([
    ['where it is allowed and the pool has a domain for it', poolWith(single), true],
    ['unless the pool does not allow it', poolWith(single, { allowed: false }), false],
    ['unless the pool has no domain for it', poolWith(undefined), false],
    ['unless the pool has no domain for it, though other settings', poolWith({ UserVerification: 'required' }), false],
    ['beside a second one that is optional', poolWith(single, { mfa: 'OPTIONAL' }), true],
    ['but not before a second one that is required', poolWith(single, { mfa: 'ON' }), false],
    ['where two are required and it is both', poolWith(multi, { mfa: 'ON' }), true],
  ])('%s', (_, pool, taken) => {
    expect(takesPasskeys(pool)).toBe(taken);
    expect(offersPasskey(pool, { status: 'CONFIRMED', mfa: asked }, true)).toBe(taken);
  });
});

test('nobody without a passkey is offered one, nor who owes a new password', () => {
  expect(offersPasskey(poolWith(single), { status: 'CONFIRMED', mfa: off }, false)).toBe(false);
  expect(offersPasskey(poolWith(single), { status: 'FORCE_CHANGE_PASSWORD', mfa: off }, true)).toBe(false);
});

test('it is both factors for users who asked for that, and only there a first one where two are required', () => {
  const user = { status: 'CONFIRMED' } as const;
  expect(isMultiFactorOf(poolWith(multi), { mfa: asked })).toBe(true);
  expect(isMultiFactorOf(poolWith(multi), { mfa: off })).toBe(false);
  expect(isMultiFactorOf(poolWith(single), { mfa: asked })).toBe(false);
  expect(offersPasskey(poolWith(multi, { mfa: 'ON' }), { ...user, mfa: off }, true)).toBe(false);
  expect(offersPasskey(poolWith(multi, { mfa: 'OPTIONAL' }), { ...user, mfa: off }, true)).toBe(true);
});

test('whoever uses a passkey is verified where the pool says so, and wherever it is two factors', () => {
  expect(userVerification(poolWith(undefined))).toBe('preferred');
  expect(userVerification(poolWith(single))).toBe('preferred');
  expect(userVerification(poolWith({ ...single, UserVerification: 'required' }))).toBe('required');
  expect(userVerification(poolWith({ ...multi, UserVerification: 'preferred' }))).toBe('required');
});

test.each([
  ['platform', ['internal'], 'swk'],
  ['platform', ['usb'], 'swk'],
  ['cross-platform', ['internal'], 'hwk'],
  [undefined, ['internal', 'hybrid'], 'swk'],
  [undefined, ['nfc', 'usb'], 'hwk'],
  [undefined, [], 'swk'],
] as const)('an authenticator that is %s, reached by %j, is %s', (attachment, transports, factor) => {
  expect(passkeyFactor({ attachment, transports })).toBe(factor);
});
