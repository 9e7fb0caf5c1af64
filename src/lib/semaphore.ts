/** Work was refused because too much of it is waiting already, or because it waited too long for its turn. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

export interface SemaphoreOptions {
  /** How many tasks run at once. */
  readonly slots: number;
  /** How many tasks may wait beside them. */
  readonly maxWaiting: number;
  readonly maxWaitMilliseconds: number;
}

/** Lets a bounded number of tasks run at once and a bounded number wait, each for a bounded time; first come, first served. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  /** A Set keeps the order of arrival and lets a waiter that gives up leave in constant time. */
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
    this.#free = options.slots;
  }

  /** Runs the task when its turn comes; throws {@link Overloaded} without running it when the turn does not come in time. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  async #turn(): Promise<void> {
    const { maxWaiting, maxWaitMilliseconds } = this.#options;
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.size >= maxWaiting) throw new Overloaded('Too much work is waiting');
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(start);
        reject(new Overloaded('The work waited too long for its turn'));
      }, maxWaitMilliseconds);
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.add(start);
    });
  }

  /** Hands the slot on: it is not free in between, so that nobody overtakes. */
  #release(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
