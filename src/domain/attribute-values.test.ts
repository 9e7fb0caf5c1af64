import { describe, expect, test } from 'vitest';
import { asLines, normalised, schemaProblems } from './attribute-values.js';
import { poolOf } from './pool.fixture.js';
import { schemaOf, storedName } from './schema.js';

const schema = schemaOf(
  poolOf({}, [
    {
      Name: 'custom:cart',
      AttributeDataType: 'String',
      StringAttributeConstraints: { MinLength: '2', MaxLength: '4' },
    },
    { Name: 'custom:free', AttributeDataType: 'String', StringAttributeConstraints: {} },
    { Name: 'custom:blank', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '', MaxLength: '' } },
    {
      Name: 'custom:age',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MinValue: '18', MaxValue: '99' },
    },
    {
      Name: 'custom:large',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MaxValue: '9007199254740992' },
    },
    { Name: 'custom:any', AttributeDataType: 'Number', NumberAttributeConstraints: {} },
    { Name: 'custom:flag', AttributeDataType: 'Boolean' },
    { Name: 'custom:when', AttributeDataType: 'DateTime' },
  ]),
);
const problems = (name: string, value: string, prefix = '') => schemaProblems(schema, new Map([[name, value]]), prefix);

test.each([
  ['custom:nothing', 'x', 'custom:nothing: Attribute does not exist in the schema.'],
  ['identities', 'x', 'identities: Attribute does not exist in the schema.'],
  ['cognito:username', 'x', 'cognito:username: Attribute does not exist in the schema.'],
  ['constructor', 'x', 'constructor: Attribute does not exist in the schema.'],
  ['__proto__', 'x', '__proto__: Attribute does not exist in the schema.'],
  ['custom:cart', 'x', 'custom:cart: String must be no shorter than 2 characters'],
  ['custom:cart', 'xxxxx', 'custom:cart: String must be no longer than 4 characters'],
  ['custom:free', 'x'.repeat(2049), 'custom:free: String must be no longer than 2048 characters'],
  ['birthdate', '1.1.2000', 'birthdate: String must be no shorter than 10 characters'],
  ['custom:age', '17', 'custom:age: Number must be no less than 18'],
  ['custom:age', '99.5', 'custom:age: Number must be no greater than 99'],
  ['custom:age', '17.999', 'custom:age: Number must be no less than 18'],
  ['custom:age', '-18', 'custom:age: Number must be no less than 18'],
  ['custom:large', '9007199254740993', 'custom:large: Number must be no greater than 9007199254740992'],
  ['custom:large', '9007199254740992.1', 'custom:large: Number must be no greater than 9007199254740992'],
  ['custom:age', 'x', 'custom:age: Value is not a valid Number'],
  ['custom:any', '', 'custom:any: Value is not a valid Number'],
  ['custom:any', '1e3', 'custom:any: Value is not a valid Number'],
  ['custom:any', ' 1', 'custom:any: Value is not a valid Number'],
  ['custom:any', '1'.repeat(2049), 'custom:any: String must be no longer than 2048 characters'],
  ['updated_at', '-1', 'updated_at: Number must be no less than 0'],
  ['custom:flag', 'yes', 'custom:flag: Value is not a valid Boolean'],
  ['custom:when', '2026', 'custom:when: Value is not a valid DateTime'],
  ['custom:when', '2026-02-30', 'custom:when: Value is not a valid DateTime'],
  ['custom:when', '2026-13-01', 'custom:when: Value is not a valid DateTime'],
  ['custom:when', '2026-02-01T25:00:00Z', 'custom:when: Value is not a valid DateTime'],
])('%s may not be %.10j', (name, value, problem) => {
  expect(problems(name, value)).toEqual([problem]);
});

test.each([
  ['custom:cart', 'xx'],
  ['custom:cart', '🙂🙂🙂🙂'],
  ['custom:free', ''],
  ['custom:blank', 'x'.repeat(2048)],
  ['custom:age', '18'],
  ['custom:age', '99.00'],
  ['custom:large', '9007199254740992.0'],
  ['custom:large', '-0.5'],
  ['custom:any', '-12.75'],
  ['custom:flag', 'TRUE'],
  ['custom:flag', 'false'],
  ['custom:when', '2026-02-28'],
  ['custom:when', '2024-02-29T23:59:59.123Z'],
  ['custom:when', '2026-02-28T10:00+02:00'],
  ['updated_at', '1700574875'],
])('%s may be %.10j', (name, value) => {
  expect(problems(name, value)).toEqual([]);
});

test('every violation is told, a line each, with the prefix of the operation', () => {
  const values = new Map([
    ['custom:foo', 'x'],
    ['custom:cart', 'xx'],
    ['custom:bar', 'x'],
  ]);
  expect(asLines(schemaProblems(schema, values, 'user.'))).toBe(
    'user.custom:foo: Attribute does not exist in the schema.\nuser.custom:bar: Attribute does not exist in the schema.\n',
  );
});

describe('the stored form', () => {
  test('of a boolean is lower case, of anything else as given', () => {
    expect(normalised(schema.get('email_verified'), 'True')).toBe('true');
    expect(normalised(schema.get('email'), 'A@B')).toBe('A@B');
    expect(normalised(undefined, 'X')).toBe('X');
  });

  test('of a developer-only name has both prefixes', () => {
    expect(storedName('dev:score')).toBe('dev:custom:score');
    expect(storedName('dev:custom:score')).toBe('dev:custom:score');
    expect(storedName('custom:score')).toBe('custom:score');
  });
});
