import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import {
  readGiven,
  refuseMalformedAddresses,
  refuseVerifiedFlags,
  requireWritable,
  verifiableAttributes,
  verifiedFlag,
  type GivenAttribute,
} from './attribute-input.js';
import { asLines, normalised, schemaProblems, type AttributeValues } from './attribute-values.js';
import type { Client } from './client.js';
import { missingRequired } from './new-user-attributes.js';
import type { Pool } from './pool.js';
import { isCustom, schemaOf } from './schema.js';
import type { Attributes } from './user.js';
import { checkPreferredUsername } from './usernames.js';

/** The names of required attributes that a user still lacks and supplies with the new password, in the order of the schema. */
export const requiredForNewPassword = (pool: Pool, current: Attributes): string[] =>
  missingRequired(pool, new Map(Object.entries(current)));

/**
 * The attributes of a user after answering the new-password challenge with some more of them; a new address starts
 * unverified. Throws InvalidParameterException or NotAuthorizedException.
 */
export const attributesForNewPassword = (
  pool: Pool,
  client: Pick<Client, 'settings'>,
  current: Attributes,
  given: readonly GivenAttribute[],
): Attributes => {
  const values = readGiven(given);
  refuseVerifiedFlags(values);
  refuseProvided(pool, current, values);
  requireWritable(client, values.keys());
  const kept = new Map([...values].filter(([, value]) => value !== ''));
  refuseMalformedAddresses(kept);
  checkPreferredUsername(pool, kept.get('preferred_username') ?? '');
  refuseImmutable(pool, current, values);
  const problems = schemaProblems(schemaOf(pool), kept);
  if (problems.length > 0) throw InvalidParameter(attributeMessages.invalidAttributes(asLines(problems)));
  const attributes = applied(pool, current, values);
  const [missing] = requiredForNewPassword(pool, attributes);
  if (missing !== undefined) throw InvalidParameter(attributeMessages.requiredAttributeMissing(missing));
  return attributes;
};

const refuseProvided = (pool: Pool, current: Attributes, values: AttributeValues): void => {
  for (const name of values.keys())
    if (schemaOf(pool).get(name)?.required && current[name])
      throw NotAuthorized(attributeMessages.alreadyProvided(name));
};

/** An immutable attribute may be supplied here only when it is required and was left out at creation. */
const refuseImmutable = (pool: Pool, current: Attributes, values: AttributeValues): void => {
  const immutable = [...values.keys()].filter((name) => {
    const rule = schemaOf(pool).get(name);
    return rule && !rule.mutable && !(rule.required && !current[name]);
  });
  const standard = immutable.find((name) => !isCustom(name));
  if (standard !== undefined) throw InvalidParameter(messages.attributeImmutable(standard));
  if (immutable.length > 0)
    throw InvalidParameter(
      attributeMessages.invalidAttributes(asLines(immutable.map(attributeMessages.attributeCannotBeUpdated))),
    );
};

const applied = (pool: Pool, current: Attributes, values: AttributeValues): Attributes => {
  const result = new Map(Object.entries(current));
  for (const [name, value] of values) {
    if (value === '') result.delete(name);
    else result.set(name, normalised(schemaOf(pool).get(name), value));
  }
  for (const name of verifiableAttributes) {
    const value = result.get(name);
    if (value === undefined) result.delete(verifiedFlag(name));
    else if (value !== current[name]) result.set(verifiedFlag(name), 'false');
  }
  return Object.fromEntries(result);
};
