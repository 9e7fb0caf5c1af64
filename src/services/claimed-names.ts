import { TooManyRequests } from '#contract/errors.js';
import { violatedUnique } from '#store/failures.js';

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
