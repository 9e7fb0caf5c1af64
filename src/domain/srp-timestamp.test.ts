import { expect, test } from 'vitest';
import { parseSrpTimestamp } from './srp-timestamp.js';

test.each(['Tue Sep 1 07:05:03 UTC 2026', 'Tue Sep 01 07:05:03 UTC 2026', 'Tue Sep  1 07:05:03 UTC 2026'])(
  'reads %s',
  (text) => {
    expect(parseSrpTimestamp(text)).toEqual(new Date('2026-09-01T07:05:03Z'));
  },
);

test.each([
  '',
  'Tue Sep 1 07:05:03 GMT 2026',
  'Tue Sep 1 7:05:03 UTC 2026',
  'Di Sep 1 07:05:03 UTC 2026',
  'Tue September 1 07:05:03 UTC 2026',
  'Tue Feb 30 07:05:03 UTC 2026',
  'Tue Sep 0 07:05:03 UTC 2026',
  'Tue Sep 1 24:00:00 UTC 2026',
  'Tue Sep 1 07:60:03 UTC 2026',
  'Tue Sep 1 07:05:03 UTC 2026\n',
  '2026-09-01T07:05:03Z',
])('does not read %j', (text) => {
  expect(parseSrpTimestamp(text)).toBeUndefined();
});
