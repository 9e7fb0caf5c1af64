import { TooManyRequests } from '#contract/errors.js';
import { apiCategory } from '#domain/api-categories.js';
import type { Limits } from '#domain/limits.js';
import type { Clock } from '#lib/clock.js';
import type { RateWindow } from '#store/request-rates.js';
import type { Store } from '#store/store.js';

/** Keeps requests within the operator's rates, all processes together. */
export interface RequestRates {
  /**
   * Counts a request of an operation. `scope` says whose rate it is: a pool's, or an account's; undefined when nothing is to be
   * counted. It is asked only where the operation's category has a limit. Throws TooManyRequestsException.
   */
  spend(operation: string, scope: () => Promise<string | undefined>): Promise<void>;
}

/** What this process took for a second and did not use yet. */
interface Permits {
  readonly second: number;
  left: number;
  /** True when the second has no more. */
  over: boolean;
  /** Requests that wait for permits. */
  waiting: number;
  asking: Promise<void> | undefined;
}

interface RatesOptions {
  readonly store: Pick<Store, 'requestRates'>;
  readonly clock: Clock;
  readonly limits: Limits;
}

/** Rates by AWS's categories. A category without a limit costs nothing. */
export const createRequestRates = (options: RatesOptions): RequestRates => {
  const take = permitTaker(options);
  return {
    async spend(operation, scopeOf) {
      const category = apiCategory(operation);
      const limit = category && options.limits.requestsPerSecond[category];
      if (!category || !limit) return;
      const scope = await scopeOf();
      if (scope === undefined) return;
      // AWS gives answers to challenges a threefold rate of their own; what is beyond it counts with all sign-ins.
      if (answers.has(operation) && (await take(scope, 'challenge answers', 3 * limit))) return;
      if (!(await take(scope, category, limit))) throw TooManyRequests();
    },
  };
};

/** Takes one permit of this second: one that this process has, or else new ones from the store. False when there are no more. */
const permitTaker = ({ store, clock }: RatesOptions) => {
  const permits = new Map<string, Permits>();

  const permitsOf = (key: string, second: number): Permits => {
    const known = permits.get(key);
    if (known?.second === second) return known;
    if (permits.size >= mostRemembered) permits.clear();
    const fresh: Permits = { second, left: 0, over: false, waiting: 0, asking: undefined };
    permits.set(key, fresh);
    return fresh;
  };

  const ask = async (known: Permits, window: RateWindow, limit: number): Promise<void> => {
    // For all who wait, or a hundredth of the limit where that is more: so much at most is taken in vain by a process.
    const wanted = Math.max(known.waiting, Math.floor(limit / 100));
    const got = await store.requestRates.take(window, limit, wanted);
    known.over = got < wanted;
    known.left += got;
  };

  return async (scope: string, bucket: string, limit: number): Promise<boolean> => {
    const second = Math.floor(clock.now().getTime() / 1000);
    const known = permitsOf(`${scope} ${bucket}`, second);
    known.waiting += 1;
    try {
      while (known.left === 0 && !known.over) {
        known.asking ??= ask(known, { scope, bucket, second }, limit).finally(() => (known.asking = undefined));
        await known.asking;
      }
    } finally {
      known.waiting -= 1;
    }
    if (known.left === 0) return false;
    known.left -= 1;
    return true;
  };
};

const answers = new Set(['AdminRespondToAuthChallenge', 'RespondToAuthChallenge']);
const mostRemembered = 10_000;
