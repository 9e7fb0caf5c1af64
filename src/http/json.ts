import { Serialization } from '#contract/errors.js';
import { isJsonObject } from '#lib/json-object.js';
import { doorMessages } from './messages.js';

/**
 * Decodes a request's body: a JSON object, or nothing, which stands for an empty one. Throws SerializationException for what is not
 * that, is nested deeper than 64 levels, or holds text that no database stores. Keys such as `__proto__` come out as plain data.
 */
export const decodeJson = (bytes: Uint8Array): object => {
  if (bytes.length === 0) return {};
  const value = parse(bytes);
  if (!isJsonObject(value)) throw Serialization();
  check(value, 1);
  return value;
};

const maxDepth = 64;
const unstorable = /[\0\p{Cs}]/u;
const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw Serialization();
  }
};

const check = (value: object, depth: number): void => {
  if (depth > maxDepth) throw Serialization(doorMessages.tooDeep(maxDepth));
  for (const [key, member] of Object.entries(value)) {
    checkText(key);
    if (typeof member === 'string') checkText(member);
    else if (typeof member === 'object' && member !== null) check(member as object, depth + 1);
  }
};

const checkText = (text: string): void => {
  if (unstorable.test(text)) throw Serialization(doorMessages.unstorableText);
};
