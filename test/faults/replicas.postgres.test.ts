import { afterEach, expect, test } from 'vitest';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { hasCode } from '#lib/error-code.js';
import { engineEnv } from '../support/engine.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, type ServerProcess, startReadyServer, until } from '../support/server-process.js';
import { startLoad } from './load.js';

afterEach(killProcesses);

/** AWS's client behind a balancer: requests take turns among the replicas, and go to the next one when a connection is refused. */
const balancedClient = (replicas: readonly ServerProcess[]): CognitoIdentityProviderClient => {
  const ports = replicas.map(({ url }) => Number(new URL(url).port));
  const client = clientOf('http://127.0.0.1');
  let turn = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { port?: number };
      const first = (turn += 1);
      for (let tries = 1; ; tries += 1) {
        const port = ports[(first + tries) % ports.length];
        if (port !== undefined) request.port = port;
        try {
          return await next(args);
        } catch (error) {
          if (tries === ports.length || !hasCode(error, 'ECONNREFUSED')) throw error;
        }
      }
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
};

test('two replicas are replaced one after the other, and no client sees it', async () => {
  const env = { ...(await engineEnv('replicas')), POOLHOUSE_PUBLIC_URL: 'http://accounts.example' };
  const replicas = await Promise.all([startReadyServer(env), startReadyServer(env)]);
  const load = await startLoad(balancedClient(replicas), clientOf(replicas[0].url));
  const works = async (since: number): Promise<void> => until(() => load.successesSince(since) > 20);
  await works(0);

  for (const replica of replicas) {
    expect((await replica.end('SIGTERM')).status).toBe(0);
    await startReadyServer(replica.env);
    await works(Date.now());
  }
  await load.stop();

  expect(load.failuresSince(0)).toEqual([]);
});
