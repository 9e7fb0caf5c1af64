import { messages as attributeMessages } from '#contract/attribute-messages.js';
import { NotAuthorized } from '#contract/errors.js';
import { ApiError } from '#contract/api-error.js';
import { messages } from '#contract/messages.js';
import { hidesUsers, type Client } from '#domain/client.js';
import { recoveryDestination, requireSender, type Destination } from '#domain/destinations.js';
import type { Pool } from '#domain/pool.js';
import { secondFactorChannels } from '#domain/second-factor.js';
import type { User } from '#domain/user.js';

/**
 * Where the code that resets a user's password goes. For a user who cannot be sent one, throws what AWS answers; undefined
 * instead where the client hides which users exist, but for a pool that leaves recovery to its administrator.
 */
export const resetDestination = (pool: Pool, client: Client, user: User): Destination | undefined => {
  try {
    return requireResettable(pool, user);
  } catch (error) {
    const told = !(error instanceof ApiError) || !hidesUsers(client) || error.message === messages.contactAdministrator;
    if (told) throw error;
    return undefined;
  }
};

/** Where the code goes when an administrator makes a user set a new password. Throws what AWS answers when that cannot be. */
export const requireAdminResettable = (pool: Pool, user: User): Destination => {
  if (!user.enabled) throw NotAuthorized(attributeMessages.userDisabledForReset);
  if ((user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  return recoveryDestination(pool, user.attributes, secondFactorChannels({ pool, user, registered: false }));
};

const requireResettable = (pool: Pool, user: User): Destination => {
  if (!user.enabled) throw NotAuthorized(messages.userDisabled);
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER' || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  const destination = recoveryDestination(
    pool,
    user.attributes,
    secondFactorChannels({ pool, user, registered: false }),
  );
  requireSender(pool, destination.attribute);
  return destination;
};
