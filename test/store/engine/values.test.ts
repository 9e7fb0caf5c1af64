import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { json, statement } from '#store/statement.js';
import { databaseOfFile, openTestDatabase } from './engine.js';

const database = databaseOfFile('');

interface Values {
  flag: boolean;
  whole: number;
  large: number;
  moment: Date;
  bytes: Buffer;
  object: object;
  list: unknown;
  names: readonly string[];
  nothing: string | null;
}

const values: Values = {
  flag: true,
  whole: -7,
  large: Number.MAX_SAFE_INTEGER,
  moment: new Date('2026-02-28T23:59:59.123Z'),
  bytes: randomBytes(300),
  object: { a: [1, { b: null }], 'ü"\\': '\u0001' },
  list: json(['a', { b: 1 }]),
  names: ['plain', 'with "quotes", \\ and ,', '', 'NULL', 'ü'],
  nothing: null,
};

const echo = statement<Values, Record<string, unknown>>(
  'test.echo',
  `select :flag::boolean as flag, :whole::int as whole, :large::int8 as large, :moment::timestamptz(3) as moment,
     :bytes::bytea as bytes, :object::jsonb as object, :list::jsonb as list, :names::text[] as names, :nothing::text as nothing,
     1.5::numeric as some_decimal`,
);

test('every kind of value comes back as it went', async () => {
  const { sql } = database();
  for (let run = 0; run < 2; run++) {
    expect(await sql.query(echo, values)).toEqual([{ ...values, list: ['a', { b: 1 }], someDecimal: 1.5 }]);
  }
});

test('statements are prepared by name, or not at all', async () => {
  const prepared = statement<object, { name: string }>('test.prepared', 'select name from pg_prepared_statements');
  expect(await database().sql.query(prepared, {})).toContainEqual({ name: 'test.prepared' });
  const { sql } = await openTestDatabase({ prepare: false });
  expect(await sql.query(prepared, {})).toEqual([]);
});

test('a whole number that JavaScript cannot hold exactly is refused', async () => {
  const { sql } = database();
  const big = statement<{ digits: string }, { big: number }>('test.big', 'select :digits::int8 as big');
  await expect(sql.query(big, { digits: '9007199254740993' })).rejects.toThrow(RangeError);
  expect(await sql.query(big, { digits: '-9007199254740991' })).toEqual([{ big: -Number.MAX_SAFE_INTEGER }]);
});

test('large values pass in both directions', async () => {
  const { sql } = database();
  const size = statement<{ text: string }, { text: string; length: number }>(
    'test.large',
    'select :text::text as text, length(:text) as length',
  );
  const text = 'ü'.repeat(2_000_000);
  expect(await sql.query(size, { text })).toEqual([{ text, length: 2_000_000 }]);
});

test('many rows come back in one result', async () => {
  const { sql } = database();
  const rows = await sql.query(
    statement<object, { n: number }>('test.many', 'select n from generate_series(1, 20000) n'),
    {},
  );
  expect(rows).toHaveLength(20_000);
  expect(rows.at(-1)).toEqual({ n: 20_000 });
});
