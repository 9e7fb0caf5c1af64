import { expect, test } from 'vitest';
import { json, statement, toColumns } from './statement.js';

const compile = (text: string, params: object = {}) => {
  const compiled = statement<object, unknown>('test', text);
  return { text: compiled.text, values: compiled.values(params) };
};

test('names become numbers, one for each name', () => {
  expect(compile('select :one, :two, :one', { one: 1, two: 'b' })).toEqual({
    text: 'select $1, $2, $1',
    values: [1, 'b'],
  });
});

test.each([
  ['casts', 'select :name::text, now()::date, (:name)::jsonb', 'select $1::text, now()::date, ($1)::jsonb'],
  ['strings', `select ':no', 'it''s :no', :name`, `select ':no', 'it''s :no', $1`],
  ['escape strings', String.raw`select E'a\':no', :name`, String.raw`select E'a\':no', $1`],
  ['a name that ends in e before a string', `select type':no', :name`, `select type':no', $1`],
  ['quoted names', 'select ":no", "a"":no" from t where x = :name', 'select ":no", "a"":no" from t where x = $1'],
  ['dollar quotes', 'select $$ :no $$, $x$ :no $$ $x$, :name', 'select $$ :no $$, $x$ :no $$ $x$, $1'],
  ['line comments', "select 1 -- :no it's\n, :name", "select 1 -- :no it's\n, $1"],
  ['block comments', "select /* :no ' */ :name", "select /* :no ' */ $1"],
  ['slices', 'select a[1:2], :name', 'select a[1:2], $1'],
  ['names in capitals', 'select :No, :name', 'select :No, $1'],
])('%s are left alone', (_, text, compiled) => {
  expect(compile(text, { name: 1 }).text).toBe(compiled);
});

test('a numbered parameter is refused, and so is a name that PostgreSQL would cut', () => {
  expect(() => statement('test', 'select $1')).toThrow('$1');
  expect(() => statement('x'.repeat(64), 'select 1')).toThrow('longer');
});

test('a parameter that is not given is refused, null is a value', () => {
  expect(compile('select :name', { name: null }).values).toEqual([null]);
  expect(() => compile('select :name', {})).toThrow('lacks its parameter name');
  expect(() => compile('select :name', { name: undefined })).toThrow('lacks its parameter name');
});

test('columns come back in camelCase', () => {
  const text = 25;
  const names = ['user_sub', 'created_at_2', 'plain', 'alreadyCamel'];
  const columns = toColumns(names.map((name) => ({ name, dataTypeID: text })));
  expect(statement('test', 'select').row(columns, ['a', 'b', '', null])).toEqual({
    userSub: 'a',
    createdAt2: 'b',
    plain: '',
    alreadyCamel: null,
  });
});

test.each([
  ['2026-02-28 23:59:59.123+00', '2026-02-28T23:59:59.123Z'],
  ['2026-02-28 23:59:59+00', '2026-02-28T23:59:59.000Z'],
  ['2026-02-28 23:59:59.1239-03', '2026-03-01T02:59:59.123Z'],
  ['2026-02-28 23:59:59.1+05:30', '2026-02-28T18:29:59.100Z'],
  ['1850-01-01 00:00:00+00:53:28', '1849-12-31T23:06:32.000Z'],
  ['0049-01-02 03:04:05+00', '0049-01-02T03:04:05.000Z'],
  ['12026-01-02 03:04:05+00', '+012026-01-02T03:04:05.000Z'],
  ['1044-03-15 12:00:00+00 BC', '-001043-03-15T12:00:00.000Z'],
])('the time %s', (text, iso) => {
  const timestamptz = 1184;
  const columns = toColumns([{ name: 'at', dataTypeID: timestamptz }]);
  expect(statement('test', 'select').row(columns, [text])).toEqual({ at: new Date(iso) });
});

test('json() writes any value as JSON', () => {
  expect(json(['a', 1]).toPostgres()).toBe('["a",1]');
  expect(json('a').toPostgres()).toBe('"a"');
});
