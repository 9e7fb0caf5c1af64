import { isJsonObject } from '#lib/json-object.js';
import { Serialization } from './errors.js';
import type { Members, Shape } from './shape.js';

/**
 * Turns decoded JSON into the members that a structure knows. Unknown members and nulls are dropped, as AWS does.
 * Throws SerializationException when a member has the wrong JSON type.
 */
export const parseMembers = (members: Members, value: object): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (given !== undefined && given !== null) result[name] = parse(member.shape, given);
  }
  return result;
};

const parse = (shape: Shape, value: unknown): unknown => {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(value, 'a String');
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(value, 'a Boolean');
    case 'integer':
      return typeof value === 'number' && isInt32(value) ? value : mismatch(value, 'an Integer');
    case 'document':
      return value;
    case 'list':
      if (!Array.isArray(value)) throw Serialization('Expected list or null');
      return value.map((element: unknown) => (element === null ? null : parse(shape.member, element)));
    case 'map':
      return parseMap(shape.value, asObject(value));
    case 'structure':
      return parseMembers(shape.members, asObject(value));
  }
};

/** A map with no prototype of its own, so that a key such as `constructor` is only ever data. */
const parseMap = (valueShape: Shape, value: object): Record<string, unknown> => {
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, element] of Object.entries(value)) if (element !== null) result[key] = parse(valueShape, element);
  return result;
};

const asObject = (value: unknown): object => {
  if (isJsonObject(value)) return value;
  throw Serialization('Unexpected token received from parser');
};

const isInt32 = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= 2_147_483_647;

/** The words of AWS's current JSON parser for a scalar of the wrong type. */
const mismatch = (value: unknown, wanted: string): never => {
  if (typeof value === 'object') throw Serialization('Start of structure or map found where not expected.');
  const token =
    typeof value === 'boolean' ? String(value).toUpperCase() : typeof value === 'number' ? 'NUMBER' : 'STRING';
  throw Serialization(`${token}_VALUE can not be converted to ${wanted}`);
};
