import { attributeMessages } from '#contract/attribute-messages.js';
import type { AttributeRule, Schema } from './schema.js';

/** Attribute values of a request by name. */
export type AttributeValues = ReadonlyMap<string, string>;

const longestValue = 2048;

/**
 * Every way in which values break the schema, one line each, in the order of the values. `prefix` stands before each name
 * (AWS writes `user.` in some operations).
 */
export const schemaProblems = (schema: Schema, values: AttributeValues, prefix = ''): string[] =>
  [...values].flatMap(([name, value]) => {
    const rule = schema.get(name);
    const problem = rule ? valueProblem(rule, value, prefix + name) : attributeMessages.unknownAttribute(prefix + name);
    return problem === undefined ? [] : [problem];
  });

/** AWS ends every line, the last one too. */
export const asLines = (problems: readonly string[]): string => problems.map((problem) => `${problem}\n`).join('');

/** The form in which a valid value is stored: booleans in lower case, anything else as given. */
export const normalised = (rule: AttributeRule | undefined, value: string): string =>
  rule?.type === 'Boolean' ? value.toLowerCase() : value;

const valueProblem = (rule: AttributeRule, value: string, name: string): string | undefined => {
  switch (rule.type) {
    case 'Number':
      return /^-?\d+(\.\d+)?$/.test(value)
        ? numberProblem(rule, value, name)
        : attributeMessages.notOfType(name, 'Number');
    case 'Boolean':
      return /^(true|false)$/i.test(value) ? undefined : attributeMessages.notOfType(name, 'Boolean');
    case 'DateTime':
      return isDateTime(value) ? undefined : attributeMessages.notOfType(name, 'DateTime');
    case 'String':
      return lengthProblem(rule, value, name);
  }
};

const numberProblem = ({ min, max }: AttributeRule, value: string, name: string): string | undefined => {
  if (value.length > longestValue) return attributeMessages.stringTooLong(name, String(longestValue));
  if (min !== undefined && isLess(value, min)) return attributeMessages.numberTooSmall(name, min);
  return max !== undefined && isLess(max, value) ? attributeMessages.numberTooLarge(name, max) : undefined;
};

/** Exact, however many digits the decimal numbers have. */
const isLess = (left: string, right: string): boolean => {
  const digits = Math.max(fractionOf(left).length, fractionOf(right).length);
  const scaled = (number: string) => BigInt(number.replace('.', '') + '0'.repeat(digits - fractionOf(number).length));
  return scaled(left) < scaled(right);
};

const fractionOf = (number: string): string => number.split('.')[1] ?? '';

const lengthProblem = ({ min, max }: AttributeRule, value: string, name: string): string | undefined => {
  const length = Array.from(value).length;
  if (min !== undefined && length < Number(min)) return attributeMessages.stringTooShort(name, min);
  const longest = Math.min(Number(max ?? longestValue), longestValue);
  return length > longest ? attributeMessages.stringTooLong(name, String(longest)) : undefined;
};

const isoDateTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO 8601: a real date, alone or with a time. */
const isDateTime = (value: string): boolean => {
  const [, year, month, day] = (isoDateTime.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};
