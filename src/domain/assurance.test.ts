import { expect, test } from 'vitest';
import {
  acrOf,
  amrOf,
  type Factor,
  factorsOfAmr,
  firstSteps,
  isReachable,
  type Level,
  levelOf,
  type Means,
  secondSteps,
  targetLevels,
} from './assurance.js';
import { poolOf } from './pool.fixture.js';

const levels: readonly [readonly Factor[], Level][] = [
  [[], 0],
  [['otp'], 0],
  [['pwd'], 1],
  [['sms'], 2],
  [['email_otp'], 2],
  [['sms', 'email_otp'], 2],
  [['email_otp', 'otp'], 2],
  [['swk'], 3],
  [['hwk'], 3],
  [['pwd', 'sms'], 3],
  [['sms', 'pwd'], 3],
  [['pwd', 'email_otp'], 3],
  [['swk', 'otp'], 3],
  [['pwd', 'otp'], 4],
  [['pwd', 'sms', 'otp'], 4],
];

test.each(levels)('%j reaches level %i', (factors, level) => {
  expect(levelOf(factors)).toBe(level);
});

test('amr names the factors in their order, and that they were several', () => {
  expect(amrOf(['pwd'])).toEqual(['pwd']);
  expect(amrOf(['pwd', 'pwd'])).toEqual(['pwd']);
  expect(amrOf(['sms', 'pwd'])).toEqual(['sms', 'pwd', 'mfa']);
});

test('what amr names is read back in its order', () => {
  expect(factorsOfAmr(['sms', 'pwd', 'mfa'])).toEqual(['sms', 'pwd']);
  expect(factorsOfAmr(['fed'])).toEqual([]);
  expect(factorsOfAmr(undefined)).toEqual([]);
});

const own = poolOf({
  AcrConfiguration: {
    Level1: { AcrValue: 'urn:cognito:loa:1' },
    Level2: { AcrValue: 'low' },
    Level3: { AcrValue: 'urn:cognito:loa:3' },
    Level4: { AcrValue: 'high' },
  },
});

test('levels are named as the pool names them', () => {
  expect(acrOf(own, 2)).toBe('low');
  expect(acrOf(own, 0)).toBeUndefined();
  expect(targetLevels(own, 'high unknown  low high urn:cognito:loa:2')).toEqual([4, 2]);
  expect(targetLevels(own, 'nothing')).toEqual([]);
});

const none: Means = { first: [], second: [] };
const all: Means = { first: ['pwd', 'email_otp', 'sms'], second: ['sms', 'email_otp', 'otp'] };
const passwordOnly: Means = { first: ['pwd'], second: [] };

const steps: readonly (readonly [Level, readonly Factor[], Means, readonly Factor[], readonly Factor[]])[] = [
  [1, [], all, ['pwd', 'email_otp', 'sms'], ['sms', 'email_otp']],
  [2, [], all, ['pwd', 'email_otp', 'sms'], ['sms', 'email_otp']],
  [3, [], all, ['pwd'], []],
  [4, [], all, ['pwd'], []],
  [3, ['pwd'], all, ['email_otp', 'sms'], ['sms', 'email_otp', 'otp']],
  [4, ['pwd'], all, [], ['otp']],
  [4, ['pwd', 'sms'], all, [], ['otp']],
  [3, ['email_otp'], all, ['pwd'], []],
  [4, ['email_otp'], all, ['pwd'], []],
  [1, [], passwordOnly, ['pwd'], []],
  [2, [], passwordOnly, [], []],
];

test.each(steps)('to level %i from %j', (target, proven, means, first, second) => {
  expect(firstSteps(target, proven, means)).toEqual(first);
  expect(secondSteps(target, proven, means)).toEqual(second);
  expect(isReachable(target, proven, means)).toBe(first.length + second.length > 0);
});

test('what is reached needs no means', () => {
  expect(isReachable(3, ['swk'], none)).toBe(true);
  expect(isReachable(4, ['swk'], none)).toBe(false);
});
