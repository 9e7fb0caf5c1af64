import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poolOf } from './pool.fixture.js';
import { parseUserFilter, searchedTexts } from './user-filter.js';

const parse = (filter: string | undefined, pool = poolOf()) => parseUserFilter(pool, filter);
const text = (name: string, match: 'equals' | 'starts', value: string) =>
  match === 'equals' ? { kind: 'text', name, match, value } : { kind: 'text', name, match, prefixes: [value, value] };

test.each([undefined, '', '   '])('%j asks for all', (filter) => {
  expect(parse(filter)).toBeUndefined();
});

test.each([
  ['username = "maya"', text('username', 'equals', 'maya')],
  ['username="maya"', text('username', 'equals', 'maya')],
  ['  email  ^=  "ma" ', text('email', 'starts', 'ma')],
  ['"family_name" = "Reddy"', text('family_name', 'equals', 'Reddy')],
  ['"family_name"^="Reddy"', text('family_name', 'starts', 'Reddy')],
  ['name = "a \\"b\\" \\\\ c"', text('name', 'equals', 'a "b" \\ c')],
  ['name = "a = \'b\' ^= c"', text('name', 'equals', "a = 'b' ^= c")],
  ['name = "Мая 🙂\n"', text('name', 'equals', 'Мая 🙂\n')],
  ['given_name ^= ""', text('given_name', 'starts', '')],
  ['sub = "34c84488-e0e1-70ae-d2ee-991ad1a898c8"', text('sub', 'equals', '34c84488-e0e1-70ae-d2ee-991ad1a898c8')],
  ['phone_number ^= "+1"', text('phone_number', 'starts', '+1')],
  ['family_name=""', { kind: 'nobody' }],
  ['status = "Enabled"', { kind: 'enabled', enabled: true }],
  ['status = "Disabled"', { kind: 'enabled', enabled: false }],
  ['status ^= "Dis"', { kind: 'enabled', enabled: false }],
  ['status = "enabled"', { kind: 'nobody' }],
  ['cognito:user_status = "Confirmed"', { kind: 'status', statuses: ['CONFIRMED'] }],
  ['cognito:user_status ^= "un"', { kind: 'status', statuses: ['UNCONFIRMED', 'UNKNOWN'] }],
  ['cognito:user_status = "nonsense"', { kind: 'nobody' }],
])('reads %s', (filter, condition) => {
  expect(parse(filter)).toEqual(condition);
});

test('a prefix of both words for enabled asks for all', () => {
  expect(parse('status ^= ""')).toBeUndefined();
});

test.each([
  'username = foo',
  'username=',
  'username',
  '= "foo"',
  'username == "foo"',
  'username ^ = "foo"',
  'username != "foo"',
  'username = "foo',
  'username = "fo"o"',
  'username = "foo\\"',
  "username = 'foo'",
  'username = "a" and email = "b"',
  '"" = "foo"',
])('cannot read %s', (filter) => {
  expect(() => parse(filter)).toThrow(
    expect.objectContaining({ type: 'InvalidParameterException', message: 'Error while parsing filter' }),
  );
});

test.each(['custom:foo', 'birthdate', 'Username', 'constructor', 'email_verified'])('does not search %s', (name) => {
  expect(() => parse(`${name} = "x"`)).toThrow(
    expect.objectContaining({ type: 'InvalidParameterException', message: `Invalid search attribute: ${name}` }),
  );
});

test('names are compared as the pool compares them', () => {
  const pool = poolOf({ UsernameConfiguration: { CaseSensitive: false } });
  for (const name of ['username', 'email', 'preferred_username'])
    expect(parse(`${name} = "Maya"`, pool)).toEqual(text(name, 'equals', 'maya'));
  for (const name of ['name', 'given_name', 'family_name'])
    expect(parse(`${name} = "Maya"`, pool)).toEqual(text(name, 'equals', 'Maya'));
  expect(parse('email = "Maya"')).toEqual(text('email', 'equals', 'Maya'));
});

// 'ΟΔΟΣ' is 'οδος' in lower case, and 'ΟΔΟΣΑ' is 'οδοσα'.
test.each(['ΟΔΟΣ', 'οδος', 'οδοσ'])('where case is ignored, the prefix %s may end a word or not', (prefix) => {
  const pool = poolOf({ UsernameConfiguration: { CaseSensitive: false } });
  for (const name of ['username', 'email', 'preferred_username'])
    expect(parse(`${name} ^= "${prefix}"`, pool)).toMatchObject({ prefixes: ['οδος', 'οδοσ'] });
  expect(parse(`name ^= "${prefix}"`, pool)).toMatchObject({ prefixes: [prefix, prefix] });
  expect(parse(`username ^= "${prefix}"`)).toMatchObject({ prefixes: [prefix, prefix] });
});

test('an escaped value comes back whole', () => {
  fc.assert(
    fc.property(fc.constantFrom(...searchedTexts), fc.string({ unit: 'grapheme', minLength: 1 }), (name, value) => {
      const escaped = value.replaceAll(/["\\]/g, String.raw`\$&`);
      expect(parse(`${name} = "${escaped}"`)).toEqual(text(name, 'equals', value));
    }),
  );
});

const outcome = (filter: string): unknown => {
  try {
    return parse(filter);
  } catch (error) {
    return error;
  }
};

test('nothing but the two errors comes of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 256 }), (filter) => {
      const result = outcome(filter);
      expect(result instanceof Error ? result : { type: 'InvalidParameterException' }).toMatchObject({
        type: 'InvalidParameterException',
      });
    }),
  );
});
