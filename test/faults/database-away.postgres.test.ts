import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { engineEnv } from '../support/engine.js';
import { startPostgres } from '../support/postgres-server.mjs';
import { clientOf } from '../support/server-client.js';
import { killProcesses, startReadyServer, statusOf, until } from '../support/server-process.js';
import { startLoad } from './load.js';
import { startStallingProxy } from './stalling-proxy.js';

afterEach(killProcesses);

const newDatabase = async () => {
  const database = await startPostgres({ durable: true });
  onTestFinished(() => database.remove());
  return database;
};

/** A server under load, and how it takes what happens to its database. */
const loadedServer = async (settings: Env) => {
  const server = await startReadyServer({ ...(await engineEnv('away')), ...settings });
  const load = await startLoad(clientOf(server.url));
  const works = async (since: number): Promise<void> => until(() => load.successesSince(since) > 20);
  await works(0);
  const health = async () => ({
    readyz: await statusOf(`${server.url}/readyz`),
    healthz: await statusOf(`${server.url}/healthz`),
  });
  return {
    health,
    /** Resolves when the server says that it cannot serve. */
    noticesAbsence: () => until(async () => (await health()).readyz === 503),
    /** How long requests take to succeed from now on, and which of those fail that begin after it. */
    async recovers() {
      const back = Date.now();
      await works(back);
      const recovered = Date.now();
      await works(recovered);
      return { milliseconds: recovered - back, failures: load.failuresSince(recovered) };
    },
    /** Ends it; what was the price? */
    async ends() {
      await load.stop();
      const lostUsers = await load.lostUsers(clientOf(server.url));
      const { status, stdout } = await server.end('SIGTERM');
      return {
        answers: new Set(load.outcomes.map(({ said }) => said)),
        longestMilliseconds: Math.max(...load.outcomes.map(({ milliseconds }) => milliseconds)),
        lostUsers,
        status,
        endedWorkers: stdout.split('A worker ended').length - 1,
      };
    },
  };
};

const atOnce = expect.toSatisfy((milliseconds: number) => milliseconds < 5_000) as number;
const inTime = expect.toSatisfy((milliseconds: number) => milliseconds < 15_000) as number;
const recovered = { milliseconds: atOnce, failures: [] };
const errorsOnly = {
  answers: new Set(['ok', '500 InternalErrorException']),
  longestMilliseconds: inTime,
  lostUsers: [],
  status: 0,
  endedWorkers: 0,
};

test.for(['1', '2'])(
  'a database that restarts, crashes, or is away for five seconds costs %s process(es) errors, and nothing else',
  async (workers) => {
    const database = await newDatabase();
    const server = await loadedServer({ DATABASE_URL: database.url, POOLHOUSE_WORKERS: workers });

    await database.restart('fast');
    expect(await server.recovers()).toEqual(recovered);
    await database.restart('immediate');
    expect(await server.recovers()).toEqual(recovered);

    await database.stop('immediate');
    await server.noticesAbsence();
    await pause(5_000);
    expect(await server.health()).toEqual({ readyz: 503, healthz: 200 });
    await database.start();
    expect(await server.recovers()).toEqual(recovered);
    expect(await server.health()).toEqual({ readyz: 200, healthz: 200 });

    expect(await server.ends()).toEqual(errorsOnly);
  },
);

test('a database that stops to answer costs no request more than its deadline', async () => {
  const database = await newDatabase();
  const network = await startStallingProxy(database.url);
  const server = await loadedServer({ DATABASE_URL: network.url });

  network.stall();
  await server.noticesAbsence();
  await pause(12_000);
  expect(await server.health()).toEqual({ readyz: 503, healthz: 200 });
  network.resume();
  expect(await server.recovers()).toEqual(recovered);

  expect(await server.ends()).toEqual(errorsOnly);
});
