import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidParameter } from '#contract/errors.js';
import {
  readGiven,
  refuseMalformedAddresses,
  requireWritable,
  verifiableAttributes,
  verifiedFlag,
  type GivenAttribute,
  type VerifiableAttribute,
} from './attribute-input.js';
import { asLines, normalised, schemaProblems, type AttributeValues } from './attribute-values.js';
import type { Client } from './client.js';
import type { Pool } from './pool.js';
import { schemaOf } from './schema.js';
import type { Attributes } from './user.js';
import { withLoginAttribute } from './usernames.js';

/**
 * The attributes of a user who signs up under `username` with what the request gives: addresses start unverified.
 * Throws InvalidParameterException or NotAuthorizedException, in AWS's order of checks.
 */
export const attributesForSignUp = (
  pool: Pool,
  client: Pick<Client, 'settings'>,
  username: string,
  given: readonly GivenAttribute[],
): Attributes => {
  const values = readGiven(given);
  requireWritable(client, values.keys());
  if (values.has('preferred_username') && pool.settings.AliasAttributes?.includes('preferred_username'))
    throw InvalidParameter(attributeMessages.preferredUsernameTooEarly);
  const merged = withUsername(pool, username, values);
  refuseMalformedAddresses(merged);
  requireSchema(pool, merged, missingRequired(pool, merged));
  return {
    ...stored(pool, merged),
    ...Object.fromEntries(
      verifiableAttributes.filter((name) => merged.has(name)).map((name) => [verifiedFlag(name), 'false']),
    ),
  };
};

/**
 * The attributes of a user whom an administrator creates: required ones may be missing (the user is asked for them at the
 * first sign-in) and addresses may be verified already. Throws InvalidParameterException.
 */
export const attributesForAdminCreate = (
  pool: Pool,
  username: string,
  given: readonly GivenAttribute[],
): Attributes => {
  const values = withUsername(pool, username, readGiven(given));
  refuseMalformedAddresses(values);
  requireSchema(pool, values, []);
  const attributes = stored(pool, values);
  requireVerifiedAddresses(attributes, verifiableAttributes);
  return attributes;
};

/** Throws InvalidParameterException when one of these addresses is said to be verified and is not there. */
export const requireVerifiedAddresses = (attributes: Attributes, names: readonly VerifiableAttribute[]): void => {
  for (const name of names)
    if (attributes[verifiedFlag(name)] === 'true' && !attributes[name])
      throw InvalidParameter(attributeMessages.verifiedWithoutValue(name));
};

/** The names of the attributes that the pool requires and a user has no value for, in the order of the schema. */
export const missingRequired = (pool: Pool, values: AttributeValues): string[] =>
  [...schemaOf(pool).values()]
    .filter(({ name, required }) => required && name !== 'sub' && !values.get(name))
    .map(({ name }) => name);

const withUsername = (pool: Pool, username: string, values: AttributeValues): AttributeValues =>
  new Map(Object.entries(withLoginAttribute(pool, username, Object.fromEntries(values))));

const requireSchema = (pool: Pool, values: AttributeValues, missing: readonly string[]): void => {
  const problems = [
    ...schemaProblems(schemaOf(pool), values),
    ...missing.map((name) => attributeMessages.attributeRequired(name)),
  ];
  if (problems.length > 0) throw InvalidParameter(attributeMessages.schemaViolated(asLines(problems)));
};

const stored = (pool: Pool, values: AttributeValues): Attributes =>
  Object.fromEntries([...values].map(([name, value]) => [name, normalised(schemaOf(pool).get(name), value)]));
