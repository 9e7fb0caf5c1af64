import { listen } from '#http/server.js';
import { silentLog } from '#lib/log.js';
import { freePort } from '../support/free-port.mjs';
import { watchedFetch } from '../support/watched-fetch.js';

let listening: Promise<string> | undefined;

/** The address of the Poolhouse that the tests of this process share: for clients that want a port. */
export const sharedEndpoint = (): Promise<string> => (listening ??= start());

const start = async (): Promise<string> => {
  const port = await freePort();
  await listen({ host: '127.0.0.1', port, log: silentLog, fetch: watchedFetch });
  return `http://127.0.0.1:${port}`;
};
