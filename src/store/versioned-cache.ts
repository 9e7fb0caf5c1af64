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
): VersionedCache<T> => new Memory(options);

interface Entry<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
}

class Memory<T extends { readonly version: number }> implements VersionedCache<T> {
  readonly #options: VersionedCacheOptions<T>;
  /** The least recently used one first. */
  readonly #entries = new Map<string, Entry<T>>();
  readonly #lookUps = new Map<string, Promise<T | undefined>>();

  constructor(options: VersionedCacheOptions<T>) {
    this.#options = options;
  }

  async get(key: string): Promise<T | undefined> {
    const entry = this.#entries.get(key);
    if (!entry || !this.#isFresh(entry)) return this.#lookUps.get(key) ?? this.#lookUp(key);
    this.#keep(key, entry);
    return entry.value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
    this.#lookUps.delete(key);
  }

  #lookUp(key: string): Promise<T | undefined> {
    const checkedAt = this.#now();
    const lookUp = this.#current(key).then(
      (value) => {
        if (this.#end(key, lookUp)) this.#settle(key, value && { value, checkedAt });
        return value;
      },
      (error: unknown) => {
        this.#end(key, lookUp);
        throw error;
      },
    );
    this.#lookUps.set(key, lookUp);
    return lookUp;
  }

  async #current(key: string): Promise<T | undefined> {
    const known = this.#entries.get(key)?.value;
    return known && (await this.#options.version(key)) === known.version ? known : this.#options.read(key);
  }

  /** False for a look-up that was forgotten meanwhile: it may have read what the change replaced. */
  #end(key: string, lookUp: Promise<T | undefined>): boolean {
    return this.#lookUps.get(key) === lookUp && this.#lookUps.delete(key);
  }

  #settle(key: string, entry: Entry<T> | undefined): void {
    if (entry) this.#keep(key, entry);
    else this.#entries.delete(key);
  }

  #keep(key: string, entry: Entry<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#options.capacity && oldest !== undefined) this.#entries.delete(oldest);
  }

  #isFresh({ checkedAt }: Entry<T>): boolean {
    const age = this.#now() - checkedAt;
    return age >= 0 && age < freshMilliseconds;
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

const freshMilliseconds = 1000;
