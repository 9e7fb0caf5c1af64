import { Worker } from 'node:worker_threads';

/** A thread that runs the database of one folder. */
export interface DatabaseThread {
  /** Hands over whole batches of a client's bytes (see `completeBatches`). */
  send(batches: Uint8Array): void;
  /** Who gets the server's answers, and who hears that the thread failed. */
  listen(onAnswer: (bytes: Uint8Array) => void, onFailure: (error: Error) => void): void;
  /** Closes the database's files, then ends the thread; after 5 s as a kill would. */
  close(): Promise<void>;
  /** Ends the thread as a kill would. */
  kill(): Promise<void>;
  /** Resolves when the thread has ended and the folder is free. */
  readonly ended: Promise<void>;
}

/** Starts a thread; resolves when its database answers, rejects with PGlite's error when that fails. */
export const startThread = (folder: string): Promise<DatabaseThread> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { folder } });
    const ended = new Promise<void>((settle) => worker.once('exit', () => settle()));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('its thread ended')));
    worker.once('message', () =>
      resolve({
        send: (batches) => worker.postMessage(batches),
        listen: (onAnswer, onFailure) => {
          worker.on('message', onAnswer);
          worker.on('error', onFailure);
          worker.on('exit', () => onFailure(new Error('its thread ended')));
        },
        close: async () => {
          worker.postMessage('close');
          const patience = setTimeout(() => void worker.terminate(), closeDeadlineMilliseconds);
          await ended;
          clearTimeout(patience);
        },
        kill: async () => {
          await worker.terminate();
        },
        ended,
      }),
    );
  });

const closeDeadlineMilliseconds = 5_000;
