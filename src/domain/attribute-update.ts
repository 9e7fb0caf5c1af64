import { attributeMessages } from '#contract/attribute-messages.js';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import {
  readGiven,
  refuseMalformedAddresses,
  refuseVerifiedFlags,
  requireWritable,
  verifiableAttributes,
  verifiedFlag,
  type GivenAttribute,
  type VerifiableAttribute,
} from './attribute-input.js';
import { asLines, normalised, schemaProblems, type AttributeValues } from './attribute-values.js';
import type { Client } from './client.js';
import { requireVerifiedAddresses } from './new-user-attributes.js';
import type { Pool } from './pool.js';
import { isCustom, schemaOf } from './schema.js';
import type { Attributes } from './user.js';
import { checkPreferredUsername } from './usernames.js';

/** Who writes: the user through a client, or an administrator, whom no client's list binds. */
export type Writer = Pick<Client, 'settings'> | 'admin';

/** What an update of attributes comes to. */
export interface AttributeUpdate {
  /** What the user has from now on. */
  readonly attributes: Attributes;
  /** New addresses that wait until they are verified; the user keeps the old ones meanwhile. */
  readonly pending: Attributes;
  /** The addresses that really change or go, at once or once verified: codes sent for them before are void. */
  readonly changed: readonly VerifiableAttribute[];
  /** The changed addresses that the pool verifies by itself: a code goes to each new value. */
  readonly toVerify: readonly VerifiableAttribute[];
}

/**
 * Decides an update of a user's attributes; an empty value deletes.
 * Throws InvalidParameterException or NotAuthorizedException, in AWS's order of checks.
 */
export const attributesForUpdate = (
  pool: Pool,
  writer: Writer,
  current: Attributes,
  given: readonly GivenAttribute[],
): AttributeUpdate => {
  const values = readGiven(given);
  if (writer !== 'admin') {
    refuseVerifiedFlags(values);
    requireWritable(writer, values.keys());
    checkPreferredUsername(pool, values.get('preferred_username') ?? '');
  }
  checkUpdate(pool, values);
  return decideUpdate(pool, current, values);
};

const checkUpdate = (pool: Pool, values: AttributeValues): void => {
  const kept = new Map([...values].filter(([, value]) => value !== ''));
  refuseMalformedAddresses(kept);
  const immutable = [...values.keys()].filter((name) => schemaOf(pool).get(name)?.mutable === false);
  const standard = immutable.find((name) => !isCustom(name));
  if (standard !== undefined) throw InvalidParameter(messages.attributeImmutable(standard));
  const problems = [...values].flatMap(([name, value]) => updateProblems(pool, immutable, name, value));
  if (problems.length > 0) throw InvalidParameter(asLines(problems));
};

const updateProblems = (pool: Pool, immutable: readonly string[], name: string, value: string): string[] => {
  if (immutable.includes(name)) return [attributeMessages.attributeCannotBeUpdated(`user.${name}`)];
  const rule = schemaOf(pool).get(name);
  if (value !== '' || !rule) return schemaProblems(schemaOf(pool), new Map([[name, value]]), 'user.');
  return rule.required ? [attributeMessages.attributeRequired(`user.${name}`)] : [];
};

const decideUpdate = (pool: Pool, current: Attributes, values: AttributeValues): AttributeUpdate => {
  const changed = verifiableAttributes.filter(
    (name) => values.has(name) && (values.get(name) ?? '') !== (current[name] ?? ''),
  );
  const verifiedNow = (name: VerifiableAttribute) => values.get(verifiedFlag(name))?.toLowerCase() === 'true';
  const waits = changed.filter(
    (name) =>
      values.get(name) !== '' &&
      !verifiedNow(name) &&
      pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate?.includes(name),
  );
  const attributes = applied(pool, current, values, { changed, waits });
  // Only of what the request touches: a federated profile may hold a flag without its address.
  requireVerifiedAddresses(
    attributes,
    verifiableAttributes.filter((name) => values.has(name) || values.has(verifiedFlag(name))),
  );
  return {
    attributes,
    pending: Object.fromEntries(waits.map((name) => [name, values.get(name) ?? ''])),
    changed,
    toVerify: changed.filter(
      (name) => values.get(name) !== '' && !verifiedNow(name) && pool.settings.AutoVerifiedAttributes?.includes(name),
    ),
  };
};

const applied = (
  pool: Pool,
  current: Attributes,
  values: AttributeValues,
  { changed, waits }: { changed: readonly VerifiableAttribute[]; waits: readonly VerifiableAttribute[] },
): Attributes => {
  const result = new Map(Object.entries(current));
  for (const name of changed) if (!waits.includes(name)) result.set(verifiedFlag(name), 'false');
  for (const [name, value] of values) {
    // A flag in the request speaks of the new value, which is not there yet while it waits.
    if (waits.some((waiting) => name === waiting || name === verifiedFlag(waiting))) continue;
    if (value === '') result.delete(name);
    else result.set(name, normalised(schemaOf(pool).get(name), value));
  }
  for (const name of changed) if (values.get(name) === '') result.delete(verifiedFlag(name));
  return Object.fromEntries(result);
};
