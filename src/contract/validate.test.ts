import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMembers } from './parse.js';
import {
  boolean,
  enumeration,
  integer,
  list,
  map,
  optional,
  required,
  string,
  structure,
  type Members,
} from './shape.js';
import { AttributeList, Password } from './user-shapes.js';
import { validateMembers } from './validate.js';

/** What is said of a body; undefined when it is fine. */
const refusalOf = (members: Members, body: object): string | undefined => {
  try {
    validateMembers(members, parseMembers(members, body));
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ type: 'InvalidParameterException', status: 400 });
    return (error as Error).message;
  }
};

// The pattern of attribute names in pools made before 2024, of which the recorded answers are.
const recorded: Members = {
  UserAttributes: required(
    list(
      structure<{ Name: string; Value?: string }>()({
        Name: required(string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })),
        Value: optional(string({ max: 2048, secret: true })),
      }),
    ),
  ),
  AccessToken: required(string({ pattern: '[A-Za-z0-9-_=.]+', secret: true })),
};

const patternAndLength = (value: string, at: number) =>
  `Value '${value}' at 'userAttributes.${at}.member.name' failed to satisfy constraint: Member must satisfy regular ` +
  `expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+; Value '${value}' at 'userAttributes.${at}.member.name' ` +
  'failed to satisfy constraint: Member must have length less than or equal to 32';

describe('AWS’s recorded answers', () => {
  test('the minimum stands before the pattern', () => {
    expect(refusalOf(recorded, { UserAttributes: [{ Name: '' }], AccessToken: 'a' })).toBe(
      "2 validation errors detected: Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1; Value '' at 'userAttributes.1.member.name' failed to " +
        'satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+',
    );
  });

  test('the pattern stands before the maximum, element by element', () => {
    const [first, second] = [`a ${'x'.repeat(31)}`, `b ${'y'.repeat(31)}`];
    expect(refusalOf(recorded, { UserAttributes: [{ Name: first }, { Name: second }], AccessToken: 'a' })).toBe(
      `4 validation errors detected: ${patternAndLength(first, 1)}; ${patternAndLength(second, 2)}`,
    );
  });

  test('a missing member is shown as null, a secret one not at all', () => {
    expect(refusalOf(recorded, { UserAttributes: [{ Value: 'x' }], AccessToken: 'a' })).toBe(
      "1 validation error detected: Value null at 'userAttributes.1.member.name' failed to satisfy constraint: " +
        'Member must not be null',
    );
    expect(refusalOf(recorded, { UserAttributes: [] })).toBe(
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
    );
  });

  test('a secret value is never shown', () => {
    for (const token of ['', 'n/a'])
      expect(refusalOf(recorded, { UserAttributes: [], AccessToken: token })).toBe(
        "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy " +
          'regular expression pattern: [A-Za-z0-9-_=.]+',
      );
  });
});

test('failures stand in the order of the members, not of the body', () => {
  const members = { One: required(boolean), Two: required(boolean) };
  expect(refusalOf(members, { Two: null })).toBe(
    "2 validation errors detected: Value null at 'one' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'two' failed to satisfy constraint: Member must not be null",
  );
});

test.each<[string, Members[string]['shape'], unknown, string]>([
  ['a number below', integer({ min: 1, max: 60 }), 0, "'0'|Member must have value greater than or equal to 1"],
  ['a number above', integer({ min: 1, max: 60 }), 61, "'61'|Member must have value less than or equal to 60"],
  ['an unknown value', enumeration('A', 'B'), 'c', "'c'|Member must satisfy enum value set: [A, B]"],
  ['a short list', list(string(), { min: 1 }), [], "'[]'|Member must have length greater than or equal to 1"],
  ['a long list', list(string(), { max: 1 }), ['a', 'b'], "'[a, b]'|Member must have length less than or equal to 1"],
  ['a long map', map(string(), { max: 0 }), { a: 'b' }, `'{"a":"b"}'|Member must have length less than or equal to 0`],
  [
    'a value with a line break at its end',
    string({ pattern: '[a-z]+' }),
    'a\n',
    "'a\n'|Member must satisfy regular expression pattern: [a-z]+",
  ],
])('%s', (_, shape, value, expected) => {
  const [shown, constraint] = expected.split('|');
  expect(refusalOf({ Some: optional(shape) }, { Some: value })).toBe(
    `1 validation error detected: Value ${shown} at 'some' failed to satisfy constraint: ${constraint}`,
  );
});

test('what is in a secret map or structure is secret', () => {
  const members = {
    AuthParameters: optional(map(string({ max: 2 }), { secret: true })),
    Context: optional(structure<{ Data: string }>()({ Data: required(string({ max: 2 })) }, { secret: true })),
  };
  expect(refusalOf(members, { AuthParameters: { PASSWORD: 'hunter2' }, Context: { Data: 'hunter2' } })).toBe(
    "2 validation errors detected: Value at 'authParameters.PASSWORD.member' failed to satisfy constraint: Member must " +
      "have length less than or equal to 2; Value at 'context.data' failed to satisfy constraint: Member must have " +
      'length less than or equal to 2',
  );
});

test('a null within a list is missing, a null within a map is not there', () => {
  expect(refusalOf({ Names: required(list(string())) }, { Names: ['a', null] })).toBe(
    "1 validation error detected: Value null at 'names.2.member' failed to satisfy constraint: Member must not be null",
  );
  expect(refusalOf({ Map: required(map(string())) }, { Map: { a: null } })).toBeUndefined();
});

test('prototype keys are only data', () => {
  const members = { Map: optional(map(string({ max: 3 }))) };
  expect(refusalOf(members, { Map: JSON.parse('{"__proto__":"long","constructor":"long"}') as object })).toBe(
    "2 validation errors detected: Value 'long' at 'map.__proto__.member' failed to satisfy constraint: Member must have " +
      "length less than or equal to 3; Value 'long' at 'map.constructor.member' failed to satisfy constraint: Member " +
      'must have length less than or equal to 3',
  );
  expect(refusalOf({ constructor: required(string()) }, {})).toContain("Value null at 'constructor'");
});

describe('a password', () => {
  const members = { Password: optional(Password) };

  test.each(['', 'a', 'aB1!', 'two words', 'a  b', 'мая 🙂'])('may be %j', (password) => {
    expect(refusalOf(members, { Password: password })).toBeUndefined();
  });

  test.each([' ', ' a', 'a ', '\ta', 'a\n', '\u00A0a'])(
    'may not be %j, whatever the pattern shown says',
    (password) => {
      expect(refusalOf(members, { Password: password })).toBe(
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular " +
          'expression pattern: [\\S]+',
      );
    },
  );

  test('has at most 256 characters', () => {
    expect(refusalOf(members, { Password: 'x'.repeat(256) })).toBeUndefined();
    expect(refusalOf(members, { Password: 'x'.repeat(257) })).toBe(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than " +
        'or equal to 256',
    );
  });
});

test('an attribute without a value passes: the operation refuses it in its own words', () => {
  expect(
    refusalOf({ UserAttributes: optional(AttributeList) }, { UserAttributes: [{ Name: 'email' }] }),
  ).toBeUndefined();
});

test('what is far too long is refused without being matched', () => {
  const slow = string({ max: 10, pattern: '.*x.*x.*x.*' });
  expect(refusalOf({ Slow: optional(slow) }, { Slow: 'x'.repeat(500_000) + '\n' })).toContain(
    'less than or equal to 10',
  );
});

test('the answer to any value is either fine or a refusal that counts its failures', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ Name: fc.option(fc.string()), Value: fc.option(fc.string()) })), (attributes) => {
      const said = refusalOf({ UserAttributes: optional(AttributeList) }, { UserAttributes: attributes });
      const count = /^(\d+) validation errors? detected: /.exec(said ?? '')?.[1];
      expect(said === undefined || said.split(' failed to satisfy constraint: ').length === Number(count) + 1).toBe(
        true,
      );
    }),
  );
});
