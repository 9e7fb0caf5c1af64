import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { requireWritable, verifiableAttributes, verifiedFlag } from './attribute-input.js';
import type { Writer } from './attribute-update.js';
import { asLines } from './attribute-values.js';
import type { Pool } from './pool.js';
import { isCustom, schemaOf, storedName } from './schema.js';
import type { Attributes } from './user.js';

/**
 * The attributes that remain when some are deleted; with an address its flag goes. Deleting what is not there is fine.
 * Throws NotAuthorizedException for what the client may not write, and InvalidParameterException, one line for each name that
 * the schema lacks or that cannot go: then nothing is deleted.
 */
export const attributesForDeletion = (
  pool: Pool,
  writer: Writer,
  current: Attributes,
  given: readonly string[],
): Attributes => {
  const names = given.map(storedName);
  if (writer !== 'admin') requireWritable(writer, names);
  const standard = names.find((name) => schemaOf(pool).get(name)?.mutable === false && !isCustom(name));
  if (standard !== undefined) throw InvalidParameter(messages.attributeImmutable(standard));
  const problems = names.flatMap((name) => problemOf(pool, name) ?? []);
  if (problems.length > 0) throw InvalidParameter(attributeMessages.invalidAttributes(asLines(problems)));
  const flags = verifiableAttributes.filter((name) => names.includes(name)).map(verifiedFlag);
  const gone = new Set<string>([...names, ...flags]);
  return Object.fromEntries(Object.entries(current).filter(([name]) => !gone.has(name)));
};

const problemOf = (pool: Pool, name: string): string | undefined => {
  const rule = schemaOf(pool).get(name);
  if (!rule) return attributeMessages.unknownAttribute(`user.${name}`);
  if (!rule.mutable) return attributeMessages.attributeCannotBeUpdated(`user.${name}`);
  return rule.required ? attributeMessages.attributeRequired(`user.${name}`) : undefined;
};
