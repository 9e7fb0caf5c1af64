import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKey } from './repeated-key.js';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1,"c":[],"b":2}}', 'b'],
  ['[{"a":1},{"x":{},"a":1 , "\\u0061" : 2}]', 'a'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"":1,"":2}', ''],
])('%s has %j twice', (json, key) => {
  expect(repeatedKey(json)).toBe(key);
});

test.each(['{"a":["a","a",{"a":"a"}],"b":"{\\"a\\":1,\\"a\\":2}"}', '[{"a":1},{"a":2}]', '"a"', '{}'])(
  '%s has no key twice',
  (json) => {
    expect(repeatedKey(json)).toBeUndefined();
  },
);

test('what was made from objects has no key twice', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      expect(repeatedKey(json)).toBeUndefined();
    }),
  );
});
