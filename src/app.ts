import { availableParallelism } from 'node:os';
import type { Config } from '#config.js';
import { httpApp } from '#http/app.js';
import type { Connection } from '#http/headers.js';
import { allJobs } from '#jobs/all.js';
import { type Schedule, startJobs } from '#jobs/schedule.js';
import { systemClock, type Clock } from '#lib/clock.js';
import type { Log } from '#lib/log.js';
import { operations } from '#operations/index.js';
import type { Io } from '#services/io.js';
import { keyStock, type KeySource } from '#services/key-stock.js';
import { createServices } from '#services/services.js';
import { openStore, type Store } from '#store/store.js';

/** A running Poolhouse without a port: the store, its services and the doors to them. */
export interface Poolhouse {
  /** Answers one request; `connection` is what the Node listener knows beside it. */
  readonly fetch: (request: Request, connection?: Connection) => Promise<Response>;
  readonly store: Store;
  readonly io: Io;
  /** Begins the repeating jobs, which end with `close`. */
  readonly startJobs: () => void;
  /** Lets jobs and deliveries under way finish, then closes the store. */
  readonly close: () => Promise<void>;
}

export interface PoolhouseOptions {
  readonly config: Config;
  readonly store: Store;
  readonly log: Log;
  /** The root access key; without one only the stored keys can sign. */
  readonly rootKey: Config['rootKey'];
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Where signing keys come from. Default: a stock made ahead. */
  readonly keySource?: KeySource;
  /** Whether the log may show the codes of messages that stay in the local inbox. Default: not. */
  readonly showCodes?: boolean;
}

/** Opens the store that the configuration names. Throws a StartFailure that says why when that is impossible. */
export const openConfiguredStore = (config: Config, log: Log, clock: Clock = systemClock): Promise<Store> =>
  openStore({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    poolSize: config.databasePool,
    prepare: config.databasePrepare,
    masterKey: config.masterKey,
    clock,
    log,
  });

/** Puts everything together over an open store. */
export const createPoolhouse = (options: PoolhouseOptions): Poolhouse => {
  const { config, store, log, rootKey, clock = systemClock, keySource = keyStock(), showCodes = false } = options;
  const { issuerOf, publicUrl, trustedProxies } = config;
  const slots = Math.max(1, Math.floor(availableParallelism() / config.workers));
  const services = createServices({ ...config, store, clock, log, keySource, slots, showCodes });
  const app = httpApp({
    operations,
    io: services,
    rootKey: rootKey && { ...rootKey, account: config.account },
    issuerOf,
    publicUrl,
    trustedProxies,
  });
  let schedule: Schedule | undefined;

  return {
    fetch: async (request, connection = {}) => app.fetch(request, connection),
    store,
    io: services,
    startJobs() {
      schedule = startJobs(allJobs(services), log);
    },
    async close() {
      await schedule?.stop();
      await services.close();
      await store.close();
    },
  };
};
