import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { Config } from '#config.js';
import type { Log } from '#lib/log.js';
import type { Store } from '#store/store.js';
import { CommandFailure } from './command-failure.js';
import { newControlPath, removeControlPath } from './control-path.js';
import { type ControlRequest, type ControlResponse, readLine, writeLine } from './control-protocol.js';
import { type CommandName, type ServerSettings, storeCommands, type StoreRunners } from './store-commands.js';

/** The door for commands on the same machine, under the same user: a socket file that only its owner may use. */
export interface ControlServer {
  close(): Promise<void>;
}

type ControlSettings = ServerSettings & Pick<Config, 'dataDir'>;

/** Serves commands on the store of an embedded server, which no second process could open. The caller holds the folder's lock. */
export const serveControl = async (
  { dataDir, ...settings }: ControlSettings,
  store: Store,
  log: Log,
): Promise<ControlServer> => {
  const path = await newControlPath(dataDir);
  const commands = storeCommands(store, settings);
  const server = createServer((socket) => {
    socket.setTimeout(deadlineMilliseconds, () => socket.destroy());
    serveOne(socket, commands).catch((error: unknown) => {
      log.warn({ err: error }, 'A command broke off');
      socket.destroy();
    });
  });
  await listenPrivately(server, path);
  return {
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await removeControlPath(dataDir, path);
    },
  };
};

const deadlineMilliseconds = 10_000;

/** The file is born without access for others: between its birth and a chmod somebody could connect. */
const listenPrivately = async (server: Server, path: string): Promise<void> => {
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(mask);
  }
  await chmod(path, 0o600);
};

const serveOne = async (socket: Socket, commands: StoreRunners): Promise<void> => {
  const request = (await readLine(socket)) as ControlRequest;
  writeLine(socket, await respond(request, commands));
  socket.end();
};

const respond = async ({ command, given }: ControlRequest, commands: StoreRunners): Promise<ControlResponse> => {
  if (!Object.hasOwn(commands, command))
    return { failure: `The running server does not know the command ${command}: it is of another release.` };
  try {
    const run = commands[command as CommandName] as (given: unknown) => Promise<unknown>;
    return { gives: await run(given) };
  } catch (error) {
    if (error instanceof CommandFailure) return { failure: error.message };
    throw error;
  }
};
