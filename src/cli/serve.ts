import { createPoolhouse, openConfiguredStore } from '#app.js';
import type { Config } from '#config.js';
import { listen } from '#http/server.js';
import type { Log } from '#lib/log.js';
import { type ControlServer, serveControl } from './control-server.js';
import { findRootKey, type FoundRootKey } from './root-key.js';

/** A server that answers requests. */
export interface Serving {
  readonly rootKey: FoundRootKey;
  /** Answers what is in flight, lets jobs and deliveries finish, closes the store. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens the store and serves it on the configured port, in this process. An embedded server shows the codes of messages to a person at
 * a terminal, and to nobody else. Throws a StartFailure.
 */
export const serve = async (config: Config, log: Log, { terminal }: { terminal: boolean }): Promise<Serving> => {
  const store = await openConfiguredStore(config, log);
  const embedded = config.databaseUrl === undefined;
  let control: ControlServer | undefined;
  try {
    const rootKey = await findRootKey(config, store);
    const poolhouse = createPoolhouse({ config, store, log, rootKey: rootKey.key, showCodes: embedded && terminal });
    if (embedded) control = await serveControl(config, store, log);
    // Listening comes last, and nothing is awaited after it: whoever gets an answer finds everything in place, signal handlers included.
    const server = await listen({ host: config.host, port: config.port, log, fetch: poolhouse.fetch });
    poolhouse.startJobs();
    return {
      rootKey,
      async stop() {
        await server.stop();
        await control?.close();
        await poolhouse.close();
      },
    };
  } catch (error) {
    await control?.close();
    await store.close();
    throw error;
  }
};
