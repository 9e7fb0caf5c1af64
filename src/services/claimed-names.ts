import { AliasExists, TooManyRequests } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { Alias } from '#domain/usernames.js';
import { violatedUnique } from '#store/failures.js';
import type { Io } from './io.js';

// Of many who claim one name at once each round lets one through.
const mostTries = 30;

/**
 * Runs a statement that gives a user names which only one may bear. When somebody else bears one, `refuse` throws what the caller
 * is told; when it does not, the name is free again or may be taken away, and the statement runs once more.
 * Throws TooManyRequestsException when that goes on and on.
 */
export const claimNames = async <T>(claim: () => Promise<T>, refuse: () => Promise<void>): Promise<T> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      return await claim();
    } catch (error) {
      if (violatedUnique(error) === undefined) throw error;
    }
    await refuse();
  }
  throw TooManyRequests();
};

/** Throws AliasExistsException when somebody bears one of the names that a user is about to be given. */
export const refuseHeldAliases = async (
  pool: Pool,
  aliases: readonly Alias[],
  { store }: Pick<Io, 'store'>,
): Promise<void> => {
  const [kind] = (await store.users.taken(pool, undefined, aliases)).kinds;
  if (kind !== undefined) throw AliasExists(messages.accountWithAliasExists(kind));
};
