import type { Clock } from '#lib/clock.js';

/** Values that this process remembers, each as of the version that it was read at. */
export interface VersionedCache<T> {
  /** The value as it was at most a second ago; undefined when there is none. Simultaneous callers share one look-up. */
  get(key: string): Promise<T | undefined>;
  /** Forgets a value, and what a look-up under way will find: for after a change. */
  forget(key: string): void;
}

export interface VersionedCacheOptions<T> {
  readonly clock: Clock;
  /** How many values are kept; the one that was unused for longest goes first. */
  readonly capacity: number;
  readonly read: (key: string) => Promise<T | undefined>;
  /** The version of the stored value, cheaper than reading it; undefined when it is gone. */
  readonly version: (key: string) => Promise<number | undefined>;
}

/**
 * Keeps what every request needs and hardly ever changes. A change made by another process shows after a second at the latest.
 * What does not exist is not remembered, so that invented keys can neither fill the memory nor hide what is made next.
 */
export const versionedCache = <T extends { readonly version: number }>(
  options: VersionedCacheOptions<T>,
): VersionedCache<T> => {
  const entries = new Map<string, { readonly value: T; checkedAt: number }>();
  const lookups = new Map<string, Promise<T | undefined>>();

  const fresh = (checkedAt: number): boolean => {
    const age = options.clock.now().getTime() - checkedAt;
    return age >= 0 && age < freshMilliseconds;
  };

  /** Puts the entry last, which is where the most recently used one stands. */
  const keep = (key: string, entry: { value: T; checkedAt: number }): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > options.capacity) entries.delete(entries.keys().next().value as string);
  };

  const current = async (key: string): Promise<T | undefined> => {
    const known = entries.get(key)?.value;
    return known && (await options.version(key)) === known.version ? known : options.read(key);
  };

  const lookUp = (key: string): Promise<T | undefined> => {
    const startedAt = options.clock.now().getTime();
    const lookup = current(key).then(
      (value) => {
        // A look-up that was forgotten meanwhile may have read what the change replaced.
        if (lookups.get(key) !== lookup) return value;
        lookups.delete(key);
        if (value) keep(key, { value, checkedAt: startedAt });
        else entries.delete(key);
        return value;
      },
      (error: unknown) => {
        if (lookups.get(key) === lookup) lookups.delete(key);
        throw error;
      },
    );
    lookups.set(key, lookup);
    return lookup;
  };

  return {
    get: async (key) => {
      const entry = entries.get(key);
      if (!entry || !fresh(entry.checkedAt)) return lookups.get(key) ?? lookUp(key);
      keep(key, entry);
      return entry.value;
    },
    forget: (key) => {
      entries.delete(key);
      lookups.delete(key);
    },
  };
};

const freshMilliseconds = 1000;
