import { InvalidParameter } from './errors.js';
import type { ListShape, MapShape, Members, Shape, StringShape } from './shape.js';

/** One broken constraint of one member. */
export interface Failure {
  /** Lower camel case with 1-based list elements, as AWS prints it: `userAttributes.1.member.name`. */
  readonly path: string;
  /** The offending value as AWS shows it; undefined for secret members, which are never shown. */
  readonly shown: string | undefined;
  readonly constraint: string;
}

/** Throws AWS's InvalidParameterException that lists every broken constraint of a parsed request. */
export const validateMembers = (members: Members, value: Record<string, unknown>): void => {
  const failures = memberFailures(members, value, '', false);
  if (failures.length > 0) throw InvalidParameter(describeFailures(failures));
};

/** Words a list of failures exactly as AWS does (recorded). */
export const describeFailures = (failures: readonly Failure[]): string => {
  const noun = failures.length === 1 ? 'validation error' : 'validation errors';
  const entries = failures.map(
    ({ shown, path, constraint }) =>
      `Value ${shown === undefined ? '' : `${shown} `}at '${path}' failed to satisfy constraint: ${constraint}`,
  );
  return `${failures.length} ${noun} detected: ${entries.join('; ')}`;
};

const memberFailures = (members: Members, value: Record<string, unknown>, prefix: string, secret: boolean): Failure[] =>
  Object.entries(members).flatMap(([name, member]) => {
    const path = prefix + name.charAt(0).toLowerCase() + name.slice(1);
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    const hidden = secret || member.shape.secret === true;
    if (given !== undefined) return shapeFailures(member.shape, given, path, hidden);
    return member.required ? [missing(path, hidden)] : [];
  });

const missing = (path: string, hidden: boolean): Failure => ({
  path,
  shown: hidden ? undefined : 'null',
  constraint: 'Member must not be null',
});

const shapeFailures = (shape: Shape, value: unknown, path: string, secret: boolean): Failure[] => {
  const fail = (constraint: string): Failure => ({ path, shown: secret ? undefined : `'${show(value)}'`, constraint });
  switch (shape.kind) {
    case 'string':
      return stringRules(shape, value as string).map(fail);
    case 'integer':
      return [
        ...((value as number) < (shape.min ?? -Infinity)
          ? [fail(`Member must have value greater than or equal to ${shape.min}`)]
          : []),
        ...((value as number) > (shape.max ?? Infinity)
          ? [fail(`Member must have value less than or equal to ${shape.max}`)]
          : []),
      ];
    case 'boolean':
    case 'document':
      return [];
    case 'list':
      return [
        ...lengthRules(shape, (value as unknown[]).length).map(fail),
        ...elementFailures(shape, value as unknown[], path, secret),
      ];
    case 'map':
      return [
        ...lengthRules(shape, Object.keys(value as object).length).map(fail),
        ...entryFailures(shape, value as Record<string, unknown>, path, secret),
      ];
    case 'structure':
      return memberFailures(shape.members, value as Record<string, unknown>, `${path}.`, secret);
  }
};

const elementFailures = (shape: ListShape, elements: unknown[], path: string, secret: boolean): Failure[] =>
  elements.flatMap((element, index) => {
    const at = `${path}.${index + 1}.member`;
    const hidden = secret || shape.member.secret === true;
    return element === null ? [missing(at, hidden)] : shapeFailures(shape.member, element, at, hidden);
  });

const entryFailures = (shape: MapShape, map: Record<string, unknown>, path: string, secret: boolean): Failure[] =>
  Object.entries(map).flatMap(([key, element]) => [
    ...shapeFailures(shape.key, key, `${path}.${key}.key`, secret),
    ...shapeFailures(shape.value, element, `${path}.${key}.member`, secret || shape.value.secret === true),
  ]);

/** Within one member AWS checks the minimum, then the pattern, then the maximum (recorded). */
const stringRules = (shape: StringShape, value: string): string[] => {
  if (shape.values)
    return shape.values.includes(value) ? [] : [`Member must satisfy enum value set: [${shape.values.join(', ')}]`];
  const mismatch =
    shape.pattern !== undefined && !matches(shape, value)
      ? [`Member must satisfy regular expression pattern: ${shape.pattern}`]
      : [];
  return [...tooShort(shape.min, value.length), ...mismatch, ...tooLong(shape.max, value.length)];
};

const lengthRules = ({ min, max }: { min?: number; max?: number }, length: number): string[] => [
  ...tooShort(min, length),
  ...tooLong(max, length),
];

const tooShort = (min: number | undefined, length: number): string[] =>
  min !== undefined && length < min ? [`Member must have length greater than or equal to ${min}`] : [];

const tooLong = (max: number | undefined, length: number): string[] =>
  max !== undefined && length > max ? [`Member must have length less than or equal to ${max}`] : [];

/** Some patterns take time that grows with the square of the length: what is far too long is refused for that alone. */
const matchedBeyondMaximum = 1_000;

const matches = ({ pattern = '', accepts = pattern, max = Infinity }: StringShape, value: string): boolean =>
  value.length > max + matchedBeyondMaximum || matcher(accepts).test(value);

const matchers = new Map<string, RegExp>();

/** Compiles a pattern of AWS's (Java) dialect; AWS prints it unanchored and matches it anchored. */
const matcher = (pattern: string): RegExp => {
  const known = matchers.get(pattern);
  if (known) return known;
  const dotAll = pattern.startsWith('(?s)');
  const compiled = new RegExp(`^(?:${dotAll ? pattern.slice(4) : pattern})$`, dotAll ? 'su' : 'u');
  matchers.set(pattern, compiled);
  return compiled;
};

/** Texts and numbers are shown verbatim, lists as Java prints them, anything else as JSON. */
const show = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.map(show).join(', ')}]` : JSON.stringify(value);
};
