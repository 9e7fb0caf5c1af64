/** Work was refused because too much of it is waiting already, or because it waited too long for its turn. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** Lets a bounded number of tasks run at once and a bounded number wait, each of them for a bounded time. */
export interface Semaphore {
  /** Runs the task when its turn comes; throws {@link Overloaded} without running it when the turn does not come in time. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export interface SemaphoreOptions {
  /** How many tasks run at once. */
  readonly slots: number;
  /** How many tasks may wait beside them. */
  readonly maxWaiting: number;
  readonly maxWaitMilliseconds: number;
}

/** A first come, first served {@link Semaphore}. */
export const createSemaphore = ({ slots, maxWaiting, maxWaitMilliseconds }: SemaphoreOptions): Semaphore => {
  // A Set keeps the order of arrival and lets a waiter that gave up leave in constant time.
  const waiting = new Set<() => void>();
  let free = slots;

  const turn = (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    if (waiting.size >= maxWaiting) throw new Overloaded('Too much work is waiting');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(start);
        reject(new Overloaded('The work waited too long for its turn'));
      }, maxWaitMilliseconds);
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.add(start);
    });
  };

  const release = () => {
    const [next] = waiting;
    if (!next) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(task) {
      await turn();
      try {
        return await task();
      } finally {
        release();
      }
    },
  };
};
