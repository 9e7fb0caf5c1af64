import { CognitoUser, CognitoUserPool, type ICognitoStorage } from 'amazon-cognito-identity-js';
import { listen } from '#http/server.js';
import { silentLog } from '#lib/log.js';
import { freePort } from '../../support/free-port.mjs';
import type { TestClient, TestPool } from '../../support/pool.js';
import { expect, test as base } from '../../support/test.js';
import { watchedFetch } from '../../support/watched-fetch.js';

/** A browser of one app: its own storage, and nothing shared with others but the server. */
export interface App {
  readonly pool: CognitoUserPool;
  readonly user: (username: string) => CognitoUser;
}

/** Opens an app, of the pool's own client unless another one is given. */
type OpenApp = (pool: TestPool, client?: TestClient) => Promise<App>;

let listening: Promise<string> | undefined;

/** The address of the Poolhouse that the tests of this process share. */
const endpoint = (): Promise<string> => (listening ??= start());

const start = async (): Promise<string> => {
  const port = await freePort();
  await listen({ host: '127.0.0.1', port, log: silentLog, fetch: watchedFetch });
  return `http://127.0.0.1:${port}`;
};

/** The test of amazon-cognito-identity-js, over a port. */
export const test = base.extend<{ app: OpenApp }>({
  app: async ({ task: _ }, use) =>
    use(async ({ id, client: ownClient }, { id: ClientId } = ownClient) => {
      const Storage = newStorage();
      const pool = new CognitoUserPool({ UserPoolId: id, ClientId, endpoint: await endpoint(), Storage });
      return { pool, user: (Username) => new CognitoUser({ Username, Pool: pool, Storage }) };
    }),
});

/** A storage that answers as a browser's does: null for what it does not have. */
const newStorage = (): ICognitoStorage => {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
};

export { expect };
