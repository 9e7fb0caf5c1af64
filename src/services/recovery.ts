import { attributeMessages } from '#contract/attribute-messages.js';
import { NotAuthorized } from '#contract/errors.js';
import { ApiError } from '#contract/api-error.js';
import { messages } from '#contract/messages.js';
import { hidesUsers, type Client } from '#domain/client.js';
import { recoveryDestination, requireSender, type Destination } from '#domain/destinations.js';
import { mfaMode } from '#domain/pool-mfa.js';
import type { Pool } from '#domain/pool.js';
import { secondFactorChannels } from '#domain/second-factor.js';
import type { User } from '#domain/user.js';
import type { Io } from './io.js';

/**
 * Where the code that resets a user's password goes. For a user who cannot be sent one, throws what AWS answers; undefined
 * instead where the client hides which users exist, but for a pool that leaves recovery to its administrator. For nobody it
 * reads as much as for somebody.
 */
export const resetDestination = async (
  pool: Pool,
  client: Client,
  user: User | undefined,
  io: Pick<Io, 'store'>,
): Promise<Destination | undefined> => {
  const registered = await hasApp(pool, user?.sub ?? '', io);
  if (!user) return undefined;
  try {
    return requireResettable(pool, user, registered);
  } catch (error) {
    const told = !(error instanceof ApiError) || !hidesUsers(client) || error.message === messages.contactAdministrator;
    if (told) throw error;
    return undefined;
  }
};

/** Where the code goes when an administrator makes a user set a new password. Throws what AWS answers when that cannot be. */
export const requireAdminResettable = async (pool: Pool, user: User, io: Pick<Io, 'store'>): Promise<Destination> => {
  if (!user.enabled) throw NotAuthorized(attributeMessages.userDisabledForReset);
  if ((user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  const registered = await hasApp(pool, user.sub, io);
  return recoveryDestination(pool, user.attributes, secondFactorChannels({ pool, user, registered }));
};

const requireResettable = (pool: Pool, user: User, registered: boolean): Destination => {
  if (!user.enabled) throw NotAuthorized(messages.userDisabled);
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER' || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  const destination = recoveryDestination(pool, user.attributes, secondFactorChannels({ pool, user, registered }));
  requireSender(pool, destination.attribute);
  return destination;
};

/** Whether the user has an authenticator app: only where a second factor is required that changes what an address is for. */
const hasApp = async (pool: Pool, sub: string, { store }: Pick<Io, 'store'>): Promise<boolean> =>
  mfaMode(pool) === 'ON' && (await store.softwareTokens.find(pool.id, sub)).verified;
