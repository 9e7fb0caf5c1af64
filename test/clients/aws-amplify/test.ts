import { Amplify } from 'aws-amplify';
import { signOut } from 'aws-amplify/auth';
import type { TestClient, TestPool } from '../../support/pool.js';
import { expect, test as base } from '../../support/test.js';
import { sharedEndpoint } from '../endpoint.js';

/** The test of Amplify's Auth, over a port. Amplify is one for the whole process: a test has one app at a time. */
export const test = base.extend<{
  /** Configures Amplify for a pool, and its own client unless another one is given, as an app's `userPoolEndpoint` does. */
  readonly configure: (pool: TestPool, client?: TestClient) => Promise<void>;
}>({
  configure: async ({ task: _ }, use) => {
    await use(async ({ id: userPoolId, client: own }, { id: userPoolClientId } = own) =>
      Amplify.configure({
        Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: await sharedEndpoint() } },
      }),
    );
    await signOut();
  },
});

export { expect };
