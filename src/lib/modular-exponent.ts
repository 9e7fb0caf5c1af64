import { Worker } from 'node:worker_threads';
import { createSemaphore } from './semaphore.js';

/** Raises numbers to a power modulo one prime, off the event loop. */
export interface ModularExponentPool {
  /**
   * base^exponent mod N, big-endian, as long as N. Throws `Overloaded` when too much is waiting, and an Error when the
   * worker dies over it or the pool is closed.
   */
  power(base: Buffer, exponent: Buffer): Promise<Buffer>;
  /** Ends the workers; unfinished work is refused. */
  close(): Promise<void>;
}

export interface ModularExponentOptions {
  /** N: a safe prime, big-endian. */
  readonly modulus: Buffer;
  readonly workers: number;
  readonly maxWaiting?: number;
  readonly maxWaitMilliseconds?: number;
}

interface Job {
  resolve(result: Buffer): void;
  reject(error: Error): void;
}

/** One worker thread and the job that it works on; it lives until it crashes or the pool closes. */
interface Slot {
  readonly worker: Worker;
  job: Job | undefined;
}

const defaultMaxWaiting = 2_000;
const defaultMaxWaitMilliseconds = 5_000;

/** A pool of worker threads, started at first need. They do not keep the process alive, and a crashed one is replaced. */
export const createModularExponentPool = ({
  modulus,
  workers,
  ...limits
}: ModularExponentOptions): ModularExponentPool => {
  const semaphore = createSemaphore({
    slots: workers,
    maxWaiting: limits.maxWaiting ?? defaultMaxWaiting,
    maxWaitMilliseconds: limits.maxWaitMilliseconds ?? defaultMaxWaitMilliseconds,
  });
  const slots = new Set<Slot>();
  let closed = false;

  const start = (): Slot => {
    const worker = new Worker(new URL('./modular-exponent-worker.mjs', import.meta.url), { workerData: modulus });
    const slot: Slot = { worker, job: undefined };
    slots.add(slot);
    worker.unref();
    worker.on('message', (result: Uint8Array) => finish(slot, (job) => job.resolve(Buffer.from(result))));
    const lose = (cause?: unknown) => {
      slots.delete(slot);
      finish(slot, (job) => job.reject(new Error('The worker that raised a number to a power ended', { cause })));
    };
    worker.on('error', lose);
    worker.on('exit', () => lose());
    return slot;
  };

  const finish = (slot: Slot, settle: (job: Job) => void) => {
    const { job } = slot;
    slot.job = undefined;
    // While it works it must keep the process alive: somebody waits for the result.
    slot.worker.unref();
    if (job) settle(job);
  };

  return {
    power: (base, exponent) =>
      semaphore.run(
        () =>
          new Promise<Buffer>((resolve, reject) => {
            if (closed) throw new Error('The pool of exponentiation workers is closed');
            const slot = [...slots].find(({ job }) => job === undefined) ?? start();
            slot.job = { resolve, reject };
            slot.worker.ref();
            // Copies: a message clones all of the memory that a small Buffer shares with others.
            slot.worker.postMessage({ base: new Uint8Array(base), exponent: new Uint8Array(exponent) });
          }),
      ),
    async close() {
      closed = true;
      await Promise.all([...slots].map(({ worker }) => worker.terminate()));
    },
  };
};
