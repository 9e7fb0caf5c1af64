import { listen } from '#http/server.js';
import { silentLog } from '#lib/log.js';
import { freePort } from '../../support/free-port.mjs';
import type { TestClient, TestPool } from '../../support/pool.js';
import { expect, test as base } from '../../support/test.js';
import { watchedFetch } from '../../support/watched-fetch.js';
import { type App, openApp } from './app.js';

let listening: Promise<string> | undefined;

/** The address of the Poolhouse that the tests of this process share. */
const endpoint = (): Promise<string> => (listening ??= start());

const start = async (): Promise<string> => {
  const port = await freePort();
  await listen({ host: '127.0.0.1', port, log: silentLog, fetch: watchedFetch });
  return `http://127.0.0.1:${port}`;
};

/** The test of amazon-cognito-identity-js, over a port. */
export const test = base.extend<{
  /** Opens an app in a new browser, of the pool's own client unless another one is given. */
  readonly app: (pool: TestPool, client?: TestClient) => Promise<App>;
}>({
  app: async ({ task: _ }, use) =>
    use(async ({ id, client: own }, client = own) => openApp(await endpoint(), id, client.id)),
});

export { expect };
