import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { matchedStep, newTotpSecret } from './totp.js';

// RFC 6238, appendix B: the key of its SHA-1 vectors, whose eight digits end in the six that are used here.
const secret = Secret.fromUTF8('12345678901234567890').base32;
const at = (seconds: number) => new Date(seconds * 1000);

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i the code is %s', (seconds, code) => {
  expect(matchedStep(secret, code, at(seconds))).toBe(Math.floor(seconds / 30));
});

describe('a code', () => {
  const step = 50_000_000;
  const code = new TOTP({ secret }).generate({ timestamp: step * 30_000 });

  test.each([-1, 0, 1])('works %i steps from its own, for its own', (offset) => {
    expect(matchedStep(secret, code, at((step + offset) * 30))).toBe(step);
    expect(matchedStep(secret, code, at((step + offset) * 30 + 29.999))).toBe(step);
  });

  test.each([-2, 2])('does not %i steps from it', (offset) => {
    expect(matchedStep(secret, code, at((step + offset) * 30))).toBeUndefined();
  });

  test.each(['', '12345', '1234567', 'abcdef', '１２３４５６', ' 12345'])('is not "%s"', (other) => {
    expect(matchedStep(secret, other, at(step * 30))).toBeUndefined();
  });

  test('of another key does not work', () => {
    expect(matchedStep(newTotpSecret(), code, at(step * 30))).toBeUndefined();
  });
});

test('keys have the form of AWS’s and differ', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{52}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});
