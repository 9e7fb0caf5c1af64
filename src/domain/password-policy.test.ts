import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPolicy, passwordRefusals, requirePolicy, temporaryPassword } from './password-policy.js';

const strict = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

test.each([
  ['', 'Password not long enough'],
  ['Aa1!', 'Password not long enough'],
  ['aaaaaaaa', 'Password must have uppercase characters'],
  ['AAAAAAAA', 'Password must have lowercase characters'],
  ['AAAAaaaa', 'Password must have numeric characters'],
  ['AAAAaaa1', 'Password must have symbol characters'],
  ['AAAaaa1!', undefined],
])('of several violations the first is told: %j', (password, why) => {
  expect(checkPolicy(strict, password)).toBe(why);
});

test.each(Array.from('^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+='))('%s is a symbol', (symbol) => {
  expect(checkPolicy(strict, `AAAaaa1${symbol}`)).toBeUndefined();
});

test('a blank is a symbol between others only', () => {
  expect(checkPolicy(strict, 'AAA aaa1')).toBeUndefined();
  expect(checkPolicy(strict, ' AAAaaa1')).toBe('Password must have symbol characters');
  expect(checkPolicy(strict, 'AAAaaa1 ')).toBe('Password must have symbol characters');
});

test('only ASCII satisfies the classes', () => {
  expect(checkPolicy(strict, 'ПАРОЛЬaaa1!')).toBe('Password must have uppercase characters');
  expect(checkPolicy(strict, 'AAAпароль1!')).toBe('Password must have lowercase characters');
  expect(checkPolicy(strict, 'AAAaaa٣٣!!')).toBe('Password must have numeric characters');
  expect(checkPolicy(strict, 'AAAaaa1€§')).toBe('Password must have symbol characters');
});

test('a character is one however it is encoded', () => {
  expect(checkPolicy({ MinimumLength: 8 }, '🙂'.repeat(7))).toBe('Password not long enough');
  expect(checkPolicy({ MinimumLength: 8 }, '🙂'.repeat(8))).toBeUndefined();
});

test('a policy that says nothing asks for eight characters', () => {
  expect(checkPolicy({}, 'aaaaaaa')).toBe('Password not long enough');
  expect(checkPolicy({}, 'aaaaaaaa')).toBeUndefined();
});

describe('the refusal is worded by operation', () => {
  test.each([
    ['signUp', 'Password did not conform with policy: Password not long enough'],
    ['adminCreateUser', 'Password did not conform with password policy: Password not long enough'],
    ['change', 'Password does not conform to policy: Password not long enough'],
  ] as const)('%s', (operation, message) => {
    expect(() => requirePolicy(strict, 'short', passwordRefusals[operation])).toThrow(
      expect.objectContaining({ type: 'InvalidPasswordException', message }),
    );
    expect(() => requirePolicy(strict, 'Long enough 1', passwordRefusals[operation])).not.toThrow();
  });
});

test('a temporary password satisfies any policy and is printable without blanks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 99 }), (minimum) => {
      const password = temporaryPassword({ ...strict, MinimumLength: minimum });
      expect(checkPolicy({ ...strict, MinimumLength: minimum }, password)).toBeUndefined();
      expect(password.length).toBe(Math.max(minimum, 12));
      expect(password).toMatch(/^[!-~]+$/);
      expect(password).not.toMatch(/[lIO01<>&"']/);
    }),
  );
});

test('temporary passwords differ', () => {
  expect(new Set(Array.from({ length: 100 }, () => temporaryPassword(strict))).size).toBe(100);
});
