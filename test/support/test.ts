import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test as base } from 'vitest';
import type { Poolhouse } from '#app.js';
import { functionServer, type FunctionServer } from './functions.js';
import { mailbox, type Mailbox } from './mailbox.js';
import { poolMaker, type PoolSettings, type TestPool, type TestUser, type UserOptions } from './pool.js';
import { clock, poolhouse } from './poolhouse.js';
import { sdkClient } from './sdk-client.js';
import type { TestClock } from './test-clock.js';
import { violations, watchedFetch } from './watched-fetch.js';

/** What a test may ask for. */
export interface Fixture {
  /** AWS's client, signing with the root key. */
  readonly cognito: CognitoIdentityProviderClient;
  /** AWS's client of somebody who has no access key. */
  readonly anonymous: CognitoIdentityProviderClient;
  /** Makes a pool of the test's own, with an app client. */
  readonly pool: (settings?: PoolSettings) => Promise<TestPool>;
  /** Makes a confirmed user of a pool. */
  readonly user: (pool: TestPool, name: string, options?: UserOptions) => Promise<TestUser>;
  /** Makes functions that a pool's triggers may name. */
  readonly functions: FunctionServer['deploy'];
  /** The local inbox. */
  readonly mailbox: Mailbox;
  /** The server's clock, set back after the test. */
  readonly clock: TestClock;
  /** Sends a request as it is, for envelopes that no client makes. */
  readonly raw: Raw;
  /** The server itself, for what cannot be seen from outside. */
  readonly server: Poolhouse;
}

export type Raw = (
  target: string | undefined,
  body: string | Uint8Array | object,
  headers?: Readonly<Record<string, string>>,
) => Promise<RawAnswer>;

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is empty. */
  readonly json: Record<string, unknown> | undefined;
}

// While the file loads, which has no deadline: to make a database may take longer than a test.
await poolhouse();

const signing = sdkClient(watchedFetch);
// The SDK wants credentials even where it signs nothing; these belong to nobody.
const unknown = sdkClient(watchedFetch, {
  credentials: { accessKeyId: 'AKPHNOBODYSKEY000001', secretAccessKey: 'nobody' },
});

const sendRaw: Raw = async (target, body, headers = {}) => {
  const response = await watchedFetch(
    new Request('http://localhost:9229/', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        ...(target !== undefined && { 'x-amz-target': `AWSCognitoIdentityProviderService.${target}` }),
        ...headers,
      },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    }),
  );
  const text = await response.text();
  const json = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, text, json };
};

/** The test of everything that is seen through the API; an answer that its operation does not declare fails the test. */
export const test = base.extend<Fixture & { declared: void }>({
  declared: [
    async ({ task: _ }, use) => {
      violations.length = 0;
      await use();
      clock.reset();
      if (violations.length > 0) throw new Error(`An operation's answer is not declared: ${violations.join('; ')}`);
    },
    { auto: true },
  ],
  cognito: async ({ task: _ }, use) => use(signing),
  anonymous: async ({ task: _ }, use) => use(unknown),
  pool: async ({ cognito, anonymous }, use) => use(poolMaker(cognito, anonymous)),
  user: async ({ task: _ }, use) => use((pool, name, options) => pool.user(name, options)),
  functions: async ({ task: _ }, use) => use((await functionServer()).deploy),
  mailbox: async ({ task: _ }, use) => use(mailbox),
  clock: async ({ task: _ }, use) => use(clock),
  raw: async ({ task: _ }, use) => use(sendRaw),
  server: async ({ task: _ }, use) => use(await poolhouse()),
});

export { expect };
