import { describe, expect, test } from 'vitest';
import { parseMembers } from './parse.js';
import { boolean, integer, list, map, optional, string, structure } from './shape.js';

const members = {
  Text: optional(string()),
  Count: optional(integer()),
  Flag: optional(boolean),
  Names: optional(list(string())),
  Map: optional(map(string())),
  Inner: optional(structure<{ Name?: string }>()({ Name: optional(string()) })),
};

test('known members are taken, unknown ones and nulls are dropped', () => {
  expect(parseMembers(members, { Text: 'a', Count: 1, Flag: false, Unknown: {}, text: 'b', Names: null })).toEqual({
    Text: 'a',
    Count: 1,
    Flag: false,
  });
  expect(parseMembers(members, { Names: ['a', null], Map: { a: 'b', c: null }, Inner: { Name: 'n', X: 1 } })).toEqual({
    Names: ['a', null],
    Map: { a: 'b' },
    Inner: { Name: 'n' },
  });
});

describe('a member of the wrong JSON type', () => {
  test.each([
    [{ Text: 1 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Text: true }, 'TRUE_VALUE can not be converted to a String'],
    [{ Text: false }, 'FALSE_VALUE can not be converted to a String'],
    [{ Text: {} }, 'Start of structure or map found where not expected.'],
    [{ Text: [] }, 'Start of structure or map found where not expected.'],
    [{ Count: '1' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ Count: 1.5 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Count: 2 ** 31 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Count: 1e300 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Flag: 'true' }, 'STRING_VALUE can not be converted to a Boolean'],
    [{ Flag: 0 }, 'NUMBER_VALUE can not be converted to a Boolean'],
    [{ Names: 'a' }, 'Expected list or null'],
    [{ Names: {} }, 'Expected list or null'],
    [{ Names: [1] }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Map: [] }, 'Unexpected token received from parser'],
    [{ Map: 'a' }, 'Unexpected token received from parser'],
    [{ Map: { a: 1 } }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Inner: 'a' }, 'Unexpected token received from parser'],
    [{ Inner: { Name: 1 } }, 'NUMBER_VALUE can not be converted to a String'],
  ])('%j', (body, message) => {
    expect(() => parseMembers(members, body)).toThrow(
      expect.objectContaining({ type: 'SerializationException', status: 400, message }),
    );
  });
});

describe('names of prototypes', () => {
  test('are no members unless they are in the body', () => {
    const named = { constructor: optional(string()), toString: optional(string()) };
    expect(Object.keys(parseMembers(named, {}))).toEqual([]);
    expect(parseMembers(named, JSON.parse('{"constructor":"a"}') as object)).toEqual({ constructor: 'a' });
  });

  test('are plain keys of a map, which has no prototype itself', () => {
    const body = JSON.parse('{"Map":{"__proto__":"a","constructor":"b"}}') as object;
    const { Map: parsed } = parseMembers(members, body) as { Map: Record<string, string> };

    expect(Object.getPrototypeOf(parsed)).toBeNull();
    expect(Object.entries(parsed)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  test('do not reach the prototype of a structure', () => {
    const body = JSON.parse('{"Inner":{"__proto__":{"Name":"a"}},"__proto__":{"Text":"b"}}') as object;
    expect(parseMembers(members, body)).toEqual({ Inner: {} });
  });
});
