import { describe, expect, test } from 'vitest';
import { decodeJson } from './json.js';

const decode = (text: string | Buffer) => decodeJson(Buffer.from(text as string));
const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

test('an empty body stands for an empty object', () => {
  expect(decode('')).toEqual({});
});

test.each(['nonsense', '"text"', '1', 'null', '[]', '{', '{"a":1}x', '\ufeff\ufeff{}'])(
  '%s is refused without a text',
  (text) => {
    expect(() => decode(text)).toThrow(
      expect.objectContaining({ type: 'SerializationException', shown: false }) as Error,
    );
  },
);

test('bytes that are not UTF-8 are refused', () => {
  expect(() => decode(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toThrow(
    expect.objectContaining({ type: 'SerializationException' }) as Error,
  );
});

describe('what no database stores', () => {
  test.each(['{"a":"x\\u0000y"}', '{"a":["\\ud800"]}', '{"\\udc00":1}', '{"a":{"b":[{"c":"\\ude00\\ud83d"}]}}'])(
    '%s is refused',
    (text) => {
      expect(() => decode(text)).toThrow(
        expect.objectContaining({ type: 'SerializationException', shown: true }) as Error,
      );
    },
  );

  test('whole surrogate pairs are text', () => {
    expect(decode('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' });
  });
});

test('nesting has a limit', () => {
  expect(decode(nested(64))).toHaveProperty('a');
  expect(() => decode(nested(65))).toThrow('The request is nested deeper than 64 levels.');
  expect(() => decode(nested(400_000))).toThrow('The request is nested deeper than 64 levels.');
});

test('prototype names are only data', () => {
  const decoded = decode('{"__proto__":{"polluted":true},"constructor":1}');

  expect(Object.keys(decoded)).toEqual(['__proto__', 'constructor']);
  expect({}).not.toHaveProperty('polluted');
});

test('of a repeated key the last one counts', () => {
  expect(decode('{"a":1,"a":2}')).toEqual({ a: 2 });
});
