/** Attributes as answers show them: `sub` first, then in the order of the pool's schema. */
import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client } from './client.js';
import type { Pool } from './pool.js';
import { isDeveloperOnly, schemaOf, storedName } from './schema.js';
import type { User } from './user.js';

/** Every attribute of a user, as administrators see it. */
export const allAttributes = (pool: Pool, user: Pick<User, 'sub' | 'attributes'>): AttributeType[] => {
  const known = [...schemaOf(pool).keys()].filter((name) => name !== 'sub' && Object.hasOwn(user.attributes, name));
  // What the schema does not list, such as the identities of a federated user, comes last.
  const others = Object.keys(user.attributes).filter((name) => !schemaOf(pool).has(name));
  return [
    { Name: 'sub', Value: user.sub },
    ...[...known, ...others.toSorted()].map((name) => ({ Name: name, Value: user.attributes[name] })),
  ];
};

/** The attributes that a client may read, always with `sub`, never developer-only ones; without a list all of them. */
export const readableAttributes = (
  pool: Pool,
  { settings }: Pick<Client, 'settings'>,
  user: Pick<User, 'sub' | 'attributes'>,
): AttributeType[] => {
  const list = settings.ReadAttributes && new Set(settings.ReadAttributes);
  return allAttributes(pool, user).filter(
    ({ Name: name = '' }) => name === 'sub' || (!isDeveloperOnly(name) && (!list || list.has(name))),
  );
};

/** Throws InvalidParameterException when a list of users is to show an attribute that the pool's schema does not have. */
export const requireKnownAttributes = (pool: Pool, names: readonly string[]): void => {
  if (!names.every((name) => schemaOf(pool).has(storedName(name))))
    throw InvalidParameter(messages.unknownRequestedAttribute);
};

/**
 * Only the named attributes of a user; an empty list asks for all of them.
 * Throws InvalidParameterException when the user lacks one, as ListUsers does.
 */
export const selectedAttributes = (
  pool: Pool,
  user: Pick<User, 'sub' | 'attributes'>,
  names: readonly string[],
): AttributeType[] => {
  if (names.length === 0) return allAttributes(pool, user);
  const wanted = new Set(names.map(storedName));
  const selected = allAttributes(pool, user).filter(({ Name: name = '' }) => wanted.has(name));
  if (selected.length < wanted.size) throw InvalidParameter(messages.unknownRequestedAttribute);
  return selected;
};
