import { setTimeout as pause } from 'node:timers/promises';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, expect, test } from 'vitest';
import { engineEnv, rootKey } from '../support/engine.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, type ServerProcess, startReadyServer, startServer, until } from '../support/server-process.js';
import { startLoad } from './load.js';

afterEach(killProcesses);

/** Ctrl-C: the terminal sends it to every process of the command. */
const interrupt = ({ pid }: ServerProcess): boolean => process.kill(-pid, 'SIGINT');

/** How many answers have told the client to close its connection. */
const countClosed = (client: CognitoIdentityProviderClient): (() => number) => {
  let closed = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers: Record<string, string> };
      if (headers['connection'] === 'close') closed += 1;
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return () => closed;
};

test.for<[signal: 'SIGTERM' | 'Ctrl-C', workers: string, connections: 'kept' | 'new']>([
  ['SIGTERM', '1', 'kept'],
  ['Ctrl-C', '2', 'new'],
])(
  '%s to npm start (%s workers) answers what is in flight on %s connections',
  async ([signal, workers, connections]) => {
    const env = { ...(await engineEnv('stops')), POOLHOUSE_WORKERS: workers };
    const server = await startReadyServer(env, ['npm', 'start']);
    const httpAgent = { keepAlive: connections === 'kept' };
    const client = clientOf(server.url, rootKey, { requestHandler: { httpAgent } });
    const closed = countClosed(client);
    const load = await startLoad(client);
    await until(() => load.successesSince(0) > 50);

    expect(closed()).toBe(0);
    if (signal === 'Ctrl-C') interrupt(server);
    else void server.end('SIGTERM');
    const { status, stderr } = await server.ended;
    await load.stop();

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(closed()).toBeGreaterThan(0);
    expect(load.failuresSince(0).filter((said) => !said.includes('ECONNREFUSED'))).toEqual([]);
  },
);

test('Ctrl-C during the start ends it and leaves a store that the next start opens', async () => {
  const env = { ...(await engineEnv('interrupted')), POOLHOUSE_WORKERS: '2' };
  for (const milliseconds of [300, 1_000]) {
    const server = await startServer(env);
    await pause(milliseconds);
    interrupt(server);
    // One that went on would be ready one day, and not end.
    expect((await server.ended).stderr).toBe('');
  }
  const server = await startReadyServer(env);
  expect((await server.end('SIGTERM')).status).toBe(0);
});
