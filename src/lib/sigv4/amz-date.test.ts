import { expect, test } from 'vitest';
import { formatSigningDate, parseSigningDate } from './amz-date.js';

const moment = new Date('2026-01-02T03:04:05Z');

test.each(['20260102T030405Z', 'Fri, 02 Jan 2026 03:04:05 GMT'])('%s is read', (text) => {
  expect(parseSigningDate(text)).toEqual({ at: moment, basic: '20260102T030405Z' });
});

test.each(['', 'yesterday', '20260231T000000Z', '20261301T000000Z', '20260102T250000Z', '20260102T240000Z'])(
  '%s is no date',
  (text) => {
    expect(parseSigningDate(text)).toBeUndefined();
  },
);

test('a date is written as signatures have it', () => {
  expect(formatSigningDate(new Date(moment.getTime() + 999))).toBe('20260102T030405Z');
});
