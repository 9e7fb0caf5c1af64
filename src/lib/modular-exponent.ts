import { Worker } from 'node:worker_threads';
import { Semaphore } from './semaphore.js';

export interface ModularExponentOptions {
  /** N: a safe prime, big-endian. */
  readonly modulus: Buffer;
  readonly workers: number;
  readonly maxWaiting?: number;
  readonly maxWaitMilliseconds?: number;
}

/** What to do with a power: multiply it by the factor, and raise that to the exponent. */
export interface GoingOn {
  readonly factor: Buffer;
  readonly exponent: Buffer;
}

interface Job {
  resolve(result: Buffer): void;
  reject(error: Error): void;
}

/** One worker thread and the job that it works on. */
interface Slot {
  readonly worker: Worker;
  job: Job | undefined;
}

const defaultMaxWaiting = 2_000;
const defaultMaxWaitMilliseconds = 5_000;

/**
 * Raises numbers to a power modulo one prime on worker threads, which start when they are first needed. An idle thread does not keep the
 * process alive, and a crashed one is replaced.
 */
export class ModularExponentPool {
  readonly #modulus: Buffer;
  readonly #turns: Semaphore;
  readonly #slots = new Set<Slot>();
  #closed = false;

  constructor({ modulus, workers, maxWaiting, maxWaitMilliseconds }: ModularExponentOptions) {
    this.#modulus = modulus;
    this.#turns = new Semaphore({
      slots: workers,
      maxWaiting: maxWaiting ?? defaultMaxWaiting,
      maxWaitMilliseconds: maxWaitMilliseconds ?? defaultMaxWaitMilliseconds,
    });
  }

  /**
   * base^exponent mod N, or (base^exponent * factor)^exponent mod N, big-endian, as long as N. Throws `Overloaded` when too much is waiting, and an Error when the
   * worker dies over it or the pool is closed.
   */
  power(base: Buffer, exponent: Buffer, goingOn?: GoingOn): Promise<Buffer> {
    return this.#turns.run(() => this.#compute(base, exponent, goingOn));
  }

  /** Ends the workers; unfinished work is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#slots].map(({ worker }) => worker.terminate()));
  }

  async #compute(base: Buffer, exponent: Buffer, goingOn: GoingOn | undefined): Promise<Buffer> {
    if (this.#closed) throw new Error('The pool of exponentiation workers is closed');
    const slot = [...this.#slots].find(({ job }) => job === undefined) ?? this.#start();
    return new Promise<Buffer>((resolve, reject) => {
      slot.job = { resolve, reject };
      // Somebody waits for the result: while it works, the worker must keep the process alive.
      slot.worker.ref();
      // Copies: a message clones all of the memory that a small Buffer shares with others.
      const numbers = [base, exponent, ...(goingOn ? [goingOn.factor, goingOn.exponent] : [])];
      slot.worker.postMessage(numbers.map((number) => new Uint8Array(number)));
    });
  }

  #start(): Slot {
    const worker = new Worker(new URL('./modular-exponent-worker.mjs', import.meta.url), { workerData: this.#modulus });
    const slot: Slot = { worker, job: undefined };
    this.#slots.add(slot);
    worker.unref();
    worker.on('message', (result: Uint8Array) => settled(slot)?.resolve(Buffer.from(result)));
    const lose = (cause?: unknown) => {
      this.#slots.delete(slot);
      settled(slot)?.reject(new Error('The worker that raised a number to a power ended', { cause }));
    };
    worker.on('error', lose);
    worker.on('exit', () => lose());
    return slot;
  }
}

/** Takes the job off a worker that is done with it. */
const settled = (slot: Slot): Job | undefined => {
  const { job } = slot;
  slot.job = undefined;
  slot.worker.unref();
  return job;
};
