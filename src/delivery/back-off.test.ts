import { expect, test } from 'vitest';
import { retryDelayMilliseconds } from './back-off.js';

test('waits grow from five seconds to an hour', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => retryDelayMilliseconds(attempts, 0.5) / 1000);
  expect(seconds).toEqual([5, 30, 120, 600, 1200, 1800, 3600, 3600]);
});

test('a wait differs by up to a quarter either way', () => {
  expect(retryDelayMilliseconds(2, 0)).toBe(22_500);
  expect(retryDelayMilliseconds(2, 1)).toBe(37_500);
});
