import pg from 'pg';

/**
 * One SQL statement, compiled once when its module loads.
 * `Params` are its parameters by name, `Row` is what a row of its result looks like.
 */
export interface Statement<Params extends object, Row> {
  /** Also the name under which a server keeps it prepared, so unique in the program and at most 63 bytes. */
  readonly name: string;
  /** The SQL with `$1`, `$2`, ... in place of the names. */
  readonly text: string;
  /** The parameters in the order of their numbers. Throws a TypeError for one that is undefined: absent is `null`. */
  values(params: Params): unknown[];
  /** An object out of a row of its result. Throws a RangeError for a number that is too large. */
  row(columns: readonly Column[], values: readonly (string | null)[]): Row;
}

/** A column of a result as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** A column of a result as rows are read: under its name in camelCase. */
export interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** A parameter for a `jsonb` column whose value may be anything JSON knows: see `json`. */
export interface Json {
  toPostgres(): string;
}

/**
 * Marks a parameter as JSON. A plain object needs no mark (it is never anything else), but an array without the mark becomes a
 * PostgreSQL array, and a string a text.
 */
export const json = (value: unknown): Json => ({ toPostgres: () => JSON.stringify(value) });

/**
 * Defines a statement. Parameters are written `:camelCase`, one name as often as needed; `::casts`, strings, quoted names and
 * comments are left alone.
 *
 * What a parameter becomes: string, number, boolean and bigint as they are, Date `timestamptz`, Buffer `bytea`, an array the
 * PostgreSQL array (`:ids::text[]`), a plain object `jsonb`, anything else for `jsonb` through `json()`.
 * What comes back: `timestamptz` a Date, `int8` and `numeric` a number (a RangeError where a whole one is too large to be exact),
 * `jsonb` parsed, `bytea` a Buffer, arrays arrays, NULL null.
 */
export const statement = <Params extends object, Row>(name: string, text: string): Statement<Params, Row> => {
  if (Buffer.byteLength(name) > longestName)
    throw new Error(`The statement name ${name} is longer than PostgreSQL keeps`);
  const parameters: string[] = [];
  const numberOf = (parameter: string): number => {
    const known = parameters.indexOf(parameter);
    return known < 0 ? parameters.push(parameter) : known + 1;
  };
  const compiled = text.replace(tokens, (token: string, ...groups: unknown[]) => {
    const { parameter, position } = groups.at(-1) as { parameter?: string; position?: string };
    if (position) throw new Error(`The statement ${name} numbers a parameter (${position}) that should have a name`);
    return parameter ? `$${numberOf(parameter)}` : token;
  });

  return {
    name,
    text: compiled.trim(),
    values: (params) =>
      parameters.map((parameter): unknown => {
        const value: unknown = Reflect.get(params, parameter);
        if (value === undefined) throw new TypeError(`The statement ${name} lacks its parameter ${parameter}`);
        return value;
      }),
    row: (columns, values) => {
      const row: Record<string, unknown> = {};
      columns.forEach(({ name: column, parse }, index) => {
        const value = values[index];
        row[column] = typeof value === 'string' ? parse(value) : null;
      });
      return row as Row;
    },
  };
};

/** How the columns of a result are read: by pg's parsers, but whole numbers of 64 bits and decimals as numbers. */
export const toColumns = (fields: readonly Field[]): Column[] =>
  fields.map(({ name, dataTypeID: type }) => ({ name: camelCase(name), parse: parsers[type] ?? parserOf(type) }));

const longestName = 63;
const int8 = 20;
const timestamptz = 1184;
const numeric = 1700;

// Strings, quoted names, comments and casts come first, so that no colon within them is taken for a parameter's.
const tokens = new RegExp(
  [
    String.raw`(?<![\w$])[eE]'(?:[^'\\]|\\[^]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`--[^\n]*`,
    String.raw`/\*[^]*?\*/`,
    String.raw`\$(?<tag>[A-Za-z_]\w*)?\$[^]*?\$\k<tag>\$`,
    String.raw`(?<position>\$\d+)`,
    String.raw`::`,
    String.raw`:(?<parameter>[a-z][A-Za-z0-9]*)`,
  ].join('|'),
  'g',
);

const toNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && !Number.isSafeInteger(number))
    throw new RangeError(`${text} is too large for a number`);
  return number;
};

const parserOf = (type: number) => pg.types.getTypeParser(type) as (text: string) => unknown;

const parseTime = parserOf(timestamptz);

/** A time. Those of our age JavaScript reads as PostgreSQL writes them, in half of the time that pg's parser takes. */
const toTime = (text: string): unknown => (/^[12]\d{3}-[^B]+[+-]\d\d$/.test(text) ? new Date(text) : parseTime(text));

const parsers: Readonly<Record<number, Column['parse']>> = {
  [int8]: toNumber,
  [numeric]: toNumber,
  [timestamptz]: toTime,
};

const camelCase = (column: string): string =>
  column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
