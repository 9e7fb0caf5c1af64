import { openConfiguredStore } from '#app.js';
import type { Config } from '#config.js';
import { silentLog } from '#lib/log.js';
import { callServer, connectToServer } from './control-client.js';
import { type CommandName, type StoreCommands, storeCommands } from './store-commands.js';

/**
 * Runs a command on the store that the configuration names: in the server when one runs on the embedded database, here otherwise.
 * Throws CommandFailure or StartFailure.
 */
export const runStoreCommand = async <Name extends CommandName>(
  config: Config,
  name: Name,
  given: StoreCommands[Name]['takes'],
): Promise<StoreCommands[Name]['gives']> => {
  const server = config.databaseUrl === undefined ? await connectToServer(config.dataDir) : undefined;
  if (server) return (await callServer(server, name, given)) as StoreCommands[Name]['gives'];
  const store = await openConfiguredStore(config, silentLog);
  try {
    return await storeCommands(store, config)[name](given);
  } finally {
    await store.close();
  }
};
