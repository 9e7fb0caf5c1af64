import type { ProviderUserIdentifierType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { providerMessages } from '#contract/provider-messages.js';
import { describeFailures } from '#contract/validate.js';
import type { ApiError } from '#contract/api-error.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { usernameKey } from '#domain/usernames.js';
import type { Io } from './io.js';

/** The name under which the pool itself is the provider of its users. */
export const localProvider = 'Cognito';

/**
 * Who provides the user that a request names. Throws InvalidParameterException, in AWS's words for a missing member, where the
 * request does not say; `path` is where it should.
 */
export const requireProvider = ({ ProviderName: name }: ProviderUserIdentifierType, path: string): string => {
  if (name !== undefined) return name;
  const failure = { path: `${path}.providerName`, shown: 'null', constraint: 'Member must not be null' };
  throw InvalidParameter(describeFailures([failure]));
};

/** The pool's own user of a stored name; an alias is no such name. Throws UserNotFoundException. */
export const localUser = async (
  pool: Pool,
  { ProviderAttributeValue: name = '' }: ProviderUserIdentifierType,
  { store }: Pick<Io, 'store'>,
): Promise<User> => {
  const user = await store.users.get(pool, name);
  if (user.username !== usernameKey(pool, name)) throw UserNotFound();
  return user;
};

/** What answers a provider that the pool does not have: as yet, that is every one but the pool itself. */
export const unknownProvider = (name: string): ApiError => ResourceNotFound(providerMessages.providerNotFound(name));
