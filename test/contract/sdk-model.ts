import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';

/** What AWS's SDK says of a shape, as far as its schemas tell. */
export interface SdkShape {
  readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' | 'list' | 'map' | 'structure';
  readonly secret: boolean;
  readonly members: ReadonlyMap<string, { readonly required: boolean; readonly shape: SdkShape }>;
  readonly element: SdkShape | undefined;
}

/** The names of all operations that the SDK has. */
export const sdkOperations: readonly string[] = Object.keys(sdk)
  .filter((name) => /^[A-Z]\w+Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))
  .toSorted();

/** The input of an operation. */
export const sdkInput = (operation: string): SdkShape => {
  const Command = Reflect.get(sdk, `${operation}Command`) as new (input: object) => { schema: unknown };
  const [, , , , input] = schemaOf(new Command({}).schema);
  return toShape(input);
};

/** The errors that the SDK's documentation of an operation declares. */
export const sdkErrors = (operation: string): ReadonlySet<string> => {
  const text = readFileSync(join(types, 'commands', `${operation}Command.d.ts`), 'utf8');
  return new Set(Array.from(text.matchAll(/@throws \{@link (\w+Exception)\}/g), ([, name]) => name ?? ''));
};

/** Whether AWS declares an output; the SDK's schemas have the name of the unit type in its place. */
export const sdkHasOutput = (operation: string): boolean => {
  const Command = Reflect.get(sdk, `${operation}Command`) as new (input: object) => { schema: unknown };
  const [, , , , , output] = schemaOf(new Command({}).schema);
  return dereferenced(output) !== 'unit';
};

const types = join(
  dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-cognito-identity-provider/package.json')),
  'dist-types',
);

// The SDK writes schemas as nested arrays: [kind, namespace, name, traits, ...]; a number is a simple kind.
const simpleKinds = new Map<number, SdkShape['kind']>([
  [0, 'string'],
  [1, 'number'],
  [2, 'boolean'],
  [4, 'timestamp'],
  [15, 'document'],
  [21, 'blob'],
]);
const [listFlag, mapFlag, secretTrait] = [64, 128, 8];

const schemaOf = (value: unknown): unknown[] => resolve(value);

/** Schemas refer to one another by functions, so that they may be recursive. */
const dereferenced = (value: unknown): unknown => (typeof value === 'function' ? (value as () => unknown)() : value);

const resolve = (value: unknown): unknown[] => {
  const resolved = dereferenced(value);
  if (!Array.isArray(resolved)) throw new TypeError('Not a schema of the SDK');
  return resolved;
};

const toShape = (value: unknown, secret = false): SdkShape => {
  if (typeof value === 'function') return toShape(dereferenced(value), secret);
  if (typeof value === 'number') return simple(value, secret);
  if (!Array.isArray(value)) throw new TypeError('Not a schema of the SDK');
  const schema: unknown[] = value;
  // A member with traits of its own: [schema, traits].
  if (schema.length === 2) return toShape(schema[0], secret || isSecret(schema[1]));
  const [kind, , , traits, first, second, required] = schema;
  const hidden = secret || isSecret(traits);
  switch (kind) {
    case 0:
      return toShape(first, hidden);
    case 1:
      return { ...plain('list', hidden), element: toShape(first) };
    case 2:
      return { ...plain('map', hidden), element: toShape(second) };
    case 3:
      return {
        ...plain('structure', hidden),
        members: toMembers(first as string[], second as unknown[], Number(required ?? 0)),
      };
    default:
      throw new TypeError(`The SDK has a kind of schema that is not known here: ${String(kind)}`);
  }
};

const toMembers = (names: string[], schemas: unknown[], required: number): SdkShape['members'] =>
  new Map(names.map((name, index) => [name, { required: index < required, shape: toShape(schemas[index]) }]));

const simple = (code: number, secret: boolean): SdkShape => {
  if (code & mapFlag) return { ...plain('map', secret), element: simple(code & ~mapFlag, false) };
  if (code & listFlag) return { ...plain('list', secret), element: simple(code & ~listFlag, false) };
  const kind = simpleKinds.get(code);
  if (!kind) throw new TypeError(`The SDK has a simple kind that is not known here: ${code}`);
  return plain(kind, secret);
};

const plain = (kind: SdkShape['kind'], secret: boolean): SdkShape => ({
  kind,
  secret,
  members: new Map(),
  element: undefined,
});

const isSecret = (traits: unknown): boolean =>
  typeof traits === 'number'
    ? (traits & secretTrait) !== 0
    : typeof traits === 'object' && traits !== null && 'sensitive' in traits;
