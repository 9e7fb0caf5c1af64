import { expect, test } from 'vitest';
import { toWire } from './wire.js';

test('times are seconds with their milliseconds', () => {
  expect(toWire({ User: { CreateDate: new Date(1_700_574_875_826) } })).toBe('{"User":{"CreateDate":1700574875.826}}');
  expect(toWire({ At: new Date(1000) })).toBe('{"At":1}');
});

test('members without a value are left out, wherever they are', () => {
  expect(toWire({ A: undefined, B: null, C: [{ D: undefined, E: 0 }], F: '' })).toBe('{"C":[{"E":0}],"F":""}');
});

test('a map keeps every key', () => {
  const map = JSON.parse('{"__proto__":"x","toString":"y"}') as object;
  expect(toWire({ Map: map })).toBe('{"Map":{"__proto__":"x","toString":"y"}}');
});
