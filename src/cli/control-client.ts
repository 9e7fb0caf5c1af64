import { connect, type Socket } from 'node:net';
import { hasCode } from '#lib/error-code.js';
import { CommandFailure } from './command-failure.js';
import { findControlPath } from './control-path.js';
import { type ControlResponse, readLine, writeLine } from './control-protocol.js';

/** A connection to the server that runs on a data directory; undefined when none does. */
export const connectToServer = async (dataDir: string): Promise<Socket | undefined> => {
  const path = await findControlPath(dataDir);
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) => {
      // Nothing there, or the file of a server that was killed.
      if (hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ENOTDIR')) resolve(undefined);
      else reject(new CommandFailure(`The running server cannot be reached at ${path}: ${error.message}.`));
    });
  });
};

/** Has the server run a command and gives its result. Throws CommandFailure with the server's words. */
export const callServer = async (socket: Socket, command: string, given: object): Promise<unknown> => {
  try {
    writeLine(socket, { command, given });
    const response = (await readLine(socket)) as ControlResponse;
    if ('failure' in response) throw new CommandFailure(response.failure);
    return response.gives;
  } finally {
    socket.destroy();
  }
};
