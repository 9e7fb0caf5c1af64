import { hash as argon2Hash, parseOptions, verify as argon2Verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { TooManyRequests } from '#contract/errors.js';
import { Overloaded, Semaphore } from '#lib/semaphore.js';

/** The cost of an Argon2id hash. */
export interface Argon2Parameters {
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Reads `m=19456,t=2,p=1`; undefined when it has another form or names a cost that Argon2 cannot have. */
export const parseArgon2Parameters = (text: string): Argon2Parameters | undefined => {
  const [, memory, passes, lanes] = (/^m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (!memory || !passes || !lanes) return undefined;
  // Argon2 wants eight blocks a lane; the upper bounds are its own.
  const possible = memory >= 8 * lanes && memory < 2 ** 32 && passes < 2 ** 32 && lanes <= 255;
  return possible ? { memoryKibibytes: memory, passes, lanes } : undefined;
};

/**
 * Hashes and checks passwords by Argon2id. At most `slots` of these run at once, so that the memory is bounded and quick
 * requests never wait behind a hash; every method throws TooManyRequestsException when its turn does not come in time.
 */
export interface Passwords {
  /** A salted hash in PHC form. */
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** Costs what `verify` costs and is always false: what a user who does not exist gets. */
  verifyDummy(password: string): Promise<boolean>;
  /** Whether a hash is weaker than what is made now, and worth replacing when its password is next seen. */
  needsRehash(hash: string): boolean;
}

export interface PasswordsOptions {
  readonly parameters: Argon2Parameters;
  /** How many run at once in this process: cores / processes, at least 1. */
  readonly slots: number;
  /** How many may wait for a slot; about as many as the slots finish within the deadline. */
  readonly maxWaiting?: number;
  readonly maxWaitMilliseconds?: number;
}

const waitingPerSlot = 256;
const defaultMaxWaitMilliseconds = 5_000;

/** {@link Passwords} of the given cost. */
export const createPasswords = ({ parameters, slots, ...limits }: PasswordsOptions): Passwords => {
  const { memoryKibibytes: memoryCost, passes: timeCost, lanes: parallelism } = parameters;
  const semaphore = new Semaphore({
    slots,
    maxWaiting: limits.maxWaiting ?? waitingPerSlot * slots,
    maxWaitMilliseconds: limits.maxWaitMilliseconds ?? defaultMaxWaitMilliseconds,
  });
  const inTurn = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await semaphore.run(task);
    } catch (error) {
      throw error instanceof Overloaded ? TooManyRequests(undefined, error) : error;
    }
  };
  const verify = (hash: string, password: string) => inTurn(() => argon2Verify(hash, password));
  const dummy = dummyHash(parameters);
  return {
    hash: (password) => inTurn(() => argon2Hash(password, { memoryCost, timeCost, parallelism })),
    verify,
    verifyDummy: (password) => verify(dummy, password),
    needsRehash(hash) {
      const made = parseOptions(hash);
      return made.memoryCost < memoryCost || made.timeCost < timeCost || made.parallelism < parallelism;
    },
  };
};

/** A well-formed hash of nothing: random bytes where a digest would stand. */
const dummyHash = ({ memoryKibibytes, passes, lanes }: Argon2Parameters): string =>
  `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=${lanes}$${randomBase64(16)}$${randomBase64(32)}`;

const randomBase64 = (bytes: number): string => randomBytes(bytes).toString('base64').replaceAll('=', '');
