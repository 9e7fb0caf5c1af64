import { describe, expect, test } from 'vitest';
import { checkAddedSecret, checkDeletedSecret, newSecretId } from './client-secrets.js';

const now = new Date('2026-03-01T12:00:00.900Z');

test('the id of a secret is of the second it was made in, or the next free one', () => {
  expect(newSecretId('app', now)).toBe('app--1772366400');
  expect(newSecretId('app', now, ['app--1772366399'])).toBe('app--1772366400');
  expect(newSecretId('app', now, ['app--1772366400', 'app--1772366401'])).toBe('app--1772366402');
});

describe('a secret may be added', () => {
  const one = 'a'.repeat(24);
  test('to one other', () => expect(() => checkAddedSecret([one], 'b'.repeat(24))).not.toThrow());
  test.for([
    [[], 'InvalidParameterException'],
    [[one, 'c'.repeat(24)], 'LimitExceededException'],
    [['b'.repeat(24)], 'InvalidParameterException'],
  ] as const)('to %o: %s', ([secrets, type]) => {
    expect(() => checkAddedSecret(secrets, 'b'.repeat(24))).toThrow(expect.objectContaining({ type }));
  });
});

describe('a secret may be deleted', () => {
  test('beside another', () => expect(() => checkDeletedSecret(['a', 'b'], 'b')).not.toThrow());
  test.for([
    [[], 'ResourceNotFoundException'],
    [['a', 'c'], 'ResourceNotFoundException'],
    [['b'], 'InvalidParameterException'],
  ] as const)('of %o: %s', ([ids, type]) => {
    expect(() => checkDeletedSecret(ids, 'b')).toThrow(expect.objectContaining({ type }));
  });
});
