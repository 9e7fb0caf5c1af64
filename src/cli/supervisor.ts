import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { openConfiguredStore } from '#app.js';
import type { Config } from '#config.js';
import type { Log } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { announceReady } from './announce.js';
import { findRootKey, type FoundRootKey } from './root-key.js';
import { stopOnSignal } from './signals.js';
import type { WorkerMessage } from './worker.js';

/**
 * Migrates once, then serves with as many processes as configured: starts them, replaces one that ends, and stops them when it is
 * stopped. Throws the StartFailure of the first worker that cannot start.
 */
export const superviseWorkers = async (config: Config, log: Log, terminal: boolean): Promise<void> => {
  const rootKey = await prepareStore(config, log);
  // Not the launcher, which would look for a newer build.
  cluster.setupPrimary({ exec: fileURLToPath(new URL('../main.js', import.meta.url)), args: ['start'] });
  const crew = hire(config.workers, log);
  stopOnSignal(crew.stop, crew.kill);
  await crew.ready;
  announceReady(config, log, rootKey, terminal);
};

const prepareStore = async (config: Config, log: Log): Promise<FoundRootKey> => {
  const store = await openConfiguredStore(config, log);
  try {
    return await findRootKey(config, store);
  } finally {
    await store.close();
  }
};

const shortestPauseMilliseconds = 500;
const longestPauseMilliseconds = 30_000;
/** A worker that lived as long as this did not fail at its start. */
const soundMilliseconds = 60_000;

/** Starts `count` workers and keeps as many running. `ready` resolves when all of them answer, and rejects when one cannot start. */
const hire = (count: number, log: Log) => {
  let stopping = false;
  let pauseMilliseconds = shortestPauseMilliseconds;
  const ready = new Set<number>();

  const started = new Promise<void>((resolve, reject) => {
    const begin = (): void => {
      const worker = cluster.fork();
      const bornAt = Date.now();
      worker.on('message', (message: WorkerMessage) => {
        if (!('failure' in message)) ready.add(worker.id);
        else if (ready.size < count) reject(new StartFailure(message.failure));
        else log.error({}, message.failure);
        if (ready.size === count) resolve();
      });
      worker.on('exit', (code, signal) => {
        if (stopping) return;
        if (Date.now() - bornAt > soundMilliseconds) pauseMilliseconds = shortestPauseMilliseconds;
        log.error({ code, signal, pauseMilliseconds }, 'A worker ended; another one follows');
        setTimeout(() => !stopping && begin(), pauseMilliseconds);
        pauseMilliseconds = Math.min(longestPauseMilliseconds, pauseMilliseconds * 2);
      });
    };
    for (let index = 0; index < count; index += 1) begin();
  });

  return {
    ready: started,
    stop: async () => {
      stopping = true;
      await Promise.all(living().map(end));
    },
    kill: () => living().forEach((worker) => worker.process.kill('SIGKILL')),
  };
};

const living = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

const end = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    if (worker.isDead()) return resolve();
    worker.once('exit', () => resolve());
    worker.process.kill('SIGTERM');
  });
