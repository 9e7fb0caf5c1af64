import { expect, test } from 'vitest';
import { breaksConnection, gaveWay, isUnavailable, retryable, violatedUnique } from './failures.js';

const failure = (code: string | undefined, more: object = {}) => Object.assign(new Error('refused'), { code, ...more });

test('a unique violation tells its constraint, also through what drizzle wraps around it', () => {
  const error = failure('23505', { constraint: 'users_pkey' });
  expect(violatedUnique(error)).toBe('users_pkey');
  expect(violatedUnique(new Error('Failed query', { cause: error }))).toBe('users_pkey');
  expect(violatedUnique(failure('23503', { constraint: 'users_pkey' }))).toBeUndefined();
  expect(violatedUnique('23505')).toBeUndefined();
});

test.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', '57P01', '57P03', '08006', '53300', '25006'])(
  '%s means that the database is unavailable',
  (code) => expect(isUnavailable(failure(code))).toBe(true),
);

test.each(['Query read timeout', 'Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])(
  '"%s" means that the database is unavailable and the connection is of no more use',
  (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
    expect(breaksConnection(new Error(message))).toBe(true);
  },
);

test('an answer to the statement is neither', () => {
  for (const error of [failure('23505'), failure('22P02'), failure('40001'), new RangeError('too large')]) {
    expect(isUnavailable(error)).toBe(false);
    expect(breaksConnection(error)).toBe(false);
  }
});

test('a prepared statement that cannot be used any more costs the connection', () => {
  const stale = Object.assign(new Error('cached plan must not change result type'), { code: '0A000' });
  for (const error of [stale, failure('26000')]) {
    expect(breaksConnection(error)).toBe(true);
    expect(gaveWay(error)).toBe(true);
  }
  expect(gaveWay(failure('0A000'))).toBe(false);
});

test('what gave way runs again, a bounded number of times', async () => {
  let runs = 0;
  const givingWay = (times: number) => async () => {
    if (++runs <= times) throw failure('40001');
    return 'done';
  };
  await expect(retryable(givingWay(3))).resolves.toBe('done');
  runs = 0;
  await expect(retryable(givingWay(100))).rejects.toSatisfy(gaveWay);
  expect(runs).toBe(4);
});

test('what failed otherwise does not run again', async () => {
  let runs = 0;
  await expect(
    retryable(async () => {
      runs++;
      throw failure('23505');
    }),
  ).rejects.toThrow('refused');
  expect(runs).toBe(1);
});
