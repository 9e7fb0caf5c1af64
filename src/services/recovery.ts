import { attributeMessages } from '#contract/attribute-messages.js';
import { NotAuthorized } from '#contract/errors.js';
import { ApiError } from '#contract/api-error.js';
import { messages } from '#contract/messages.js';
import { hidesUsers, type Client } from '#domain/client.js';
import { recoveryDestination, requireSelfRecovery, requireSender, type Destination } from '#domain/destinations.js';
import { mfaMode } from '#domain/pool-mfa.js';
import type { Pool } from '#domain/pool.js';
import { secondFactorChannels } from '#domain/second-factor.js';
import type { User } from '#domain/user.js';
import type { Io } from './io.js';

/**
 * Where the code that resets a user's password goes; undefined for nobody, for whom it reads as much as for somebody. For a user who
 * cannot be sent a code it throws what AWS answers, or is undefined as for nobody where the client hides which users exist. Throws
 * NotAuthorizedException where only an administrator resets passwords: that is no secret.
 */
export const resetDestination = async (
  pool: Pool,
  client: Client,
  user: User | undefined,
  io: Pick<Io, 'store'>,
): Promise<Destination | undefined> => {
  if (hidesUsers(client)) requireSelfRecovery(pool);
  const hasSoftwareToken = await hasApp(pool, user?.sub ?? '', io);
  if (!user) return undefined;
  return hidesUsers(client)
    ? resettable(pool, user, hasSoftwareToken)
    : requireResettable(pool, user, hasSoftwareToken);
};

const resettable = (pool: Pool, user: User, hasSoftwareToken: boolean): Destination | undefined => {
  try {
    return requireResettable(pool, user, hasSoftwareToken);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
};

/** Where the code goes when an administrator makes a user set a new password. Throws what AWS answers when that cannot be. */
export const requireAdminResettable = async (pool: Pool, user: User, io: Pick<Io, 'store'>): Promise<Destination> => {
  if (!user.enabled) throw NotAuthorized(attributeMessages.userDisabledForReset);
  if ((user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  return requireDestination(pool, user, await hasApp(pool, user.sub, io));
};

const requireResettable = (pool: Pool, user: User, hasSoftwareToken: boolean): Destination => {
  if (!user.enabled) throw NotAuthorized(messages.userDisabled);
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER' || user.passwordDisabled)
    throw NotAuthorized(messages.resetNotAllowed);
  return requireDestination(pool, user, hasSoftwareToken);
};

const requireDestination = (pool: Pool, user: User, hasSoftwareToken: boolean): Destination => {
  const destination = recoveryDestination(
    pool,
    user.attributes,
    secondFactorChannels({ pool, user, hasSoftwareToken }),
  );
  requireSender(pool, destination.attribute);
  return destination;
};

/** Whether the user has an authenticator app. It is looked up only where it matters: where every user must have a second factor. */
const hasApp = async (pool: Pool, sub: string, { store }: Pick<Io, 'store'>): Promise<boolean> =>
  mfaMode(pool) === 'ON' && (await store.softwareTokens.find(pool.id, sub)).verified;
