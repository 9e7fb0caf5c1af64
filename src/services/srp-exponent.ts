import { TooManyRequests } from '#contract/errors.js';
import { groupPrime, type ModularExponent } from '#domain/srp.js';
import { ModularExponentPool } from '#lib/modular-exponent.js';
import { Overloaded } from '#lib/semaphore.js';

/**
 * The exponentiation of SRP on worker threads; the function throws TooManyRequestsException when too much is waiting.
 * `close` ends the threads.
 */
export const createSrpExponent = (workers: number): { exponent: ModularExponent; close: () => Promise<void> } => {
  const pool = new ModularExponentPool({ modulus: groupPrime, workers });
  return {
    async exponent(base, power, goingOn) {
      try {
        return await pool.power(base, power, goingOn);
      } catch (error) {
        throw error instanceof Overloaded ? TooManyRequests(undefined, error) : error;
      }
    },
    close: () => pool.close(),
  };
};
