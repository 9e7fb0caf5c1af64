import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { TooManyRequests } from '#contract/errors.js';

const generate = promisify(generateKeyPair);

/** An RSA key pair of 2,048 bits. */
export interface RsaKeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Where signing keys come from. */
export interface KeySource {
  /** A pair that nobody else gets. Throws TooManyRequestsException when too many callers wait for one. */
  take(): Promise<RsaKeyPair>;
}

/** Makes one pair off the event loop: a third of a second of one core, sometimes more than a whole one. */
export const makeKeyPair = (): Promise<RsaKeyPair> => generate('rsa', { modulusLength: 2048 });

/** How a stock is kept. */
export interface KeyStockOptions {
  /** Pairs made ahead. */
  readonly size: number;
  /** Callers that may wait for a pair when none is left. */
  readonly mostWaiting: number;
  readonly make: () => Promise<RsaKeyPair>;
}

interface Waiting {
  resolve(pair: RsaKeyPair): void;
  reject(error: unknown): void;
}

/**
 * A small stock of key pairs, filled from the first moment on and after each one that is taken. Pairs are made one at a time,
 * so that hashing and signing keep the other threads.
 */
export const keyStock = (options: KeyStockOptions = defaults): KeySource => {
  const stock: RsaKeyPair[] = [];
  const queue: Waiting[] = [];
  let making = false;

  const fill = (): void => {
    if (making || (queue.length === 0 && stock.length >= options.size)) return;
    making = true;
    options.make().then(
      (pair) => {
        making = false;
        const next = queue.shift();
        if (next) next.resolve(pair);
        else stock.push(pair);
        fill();
      },
      (error: unknown) => {
        making = false;
        // With nobody waiting the next caller tries again, and is the one to hear of it.
        const next = queue.shift();
        next?.reject(error);
        if (queue.length > 0) fill();
      },
    );
  };

  fill();
  return {
    take: async () => {
      const pair = stock.shift();
      if (pair) {
        fill();
        return pair;
      }
      if (queue.length >= options.mostWaiting) throw TooManyRequests();
      return new Promise((resolve, reject) => {
        queue.push({ resolve, reject });
        fill();
      });
    },
  };
};

const defaults: KeyStockOptions = { size: 4, mostWaiting: 64, make: makeKeyPair };
