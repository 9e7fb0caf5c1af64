import { expect, test } from 'vitest';
import { isJsonObject, parseJsonObject } from './json-object.js';

test.each([[{}], [{ a: 1 }], [Object.create(null)]])('%j is an object', (value) => {
  expect(isJsonObject(value)).toBe(true);
});

test.each([[null], [undefined], [[]], ['{}'], [1], [true]])('%j is no object', (value) => {
  expect(isJsonObject(value)).toBe(false);
});

test('a text is read as the object that it holds', () => {
  expect(parseJsonObject('{"a":{"b":1}}')).toEqual({ a: { b: 1 } });
});

test.each(['', 'null', '[]', '"{}"', '1', '{', '{a:1}'])('the text %j holds no object', (text) => {
  expect(parseJsonObject(text)).toBeUndefined();
});
