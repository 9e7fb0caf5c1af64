import type { TestClient, TestPool } from '../../support/pool.js';
import { expect, test as base } from '../../support/test.js';
import { sharedEndpoint } from '../endpoint.js';
import { type App, openApp } from './app.js';

/** The test of amazon-cognito-identity-js, over a port. */
export const test = base.extend<{
  /** Opens an app in a new browser, of the pool's own client unless another one is given. */
  readonly app: (pool: TestPool, client?: TestClient) => Promise<App>;
}>({
  app: async ({ task: _ }, use) =>
    use(async ({ id, client: own }, client = own) => openApp(await sharedEndpoint(), id, client.id)),
});

export { expect };
