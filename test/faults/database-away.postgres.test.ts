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

/** A server under load, and what must hold of it whatever happens to its database. */
const loadedServer = async (settings: Env) => {
  const server = await startReadyServer({ ...(await engineEnv('away')), ...settings });
  const load = await startLoad(clientOf(server.url));
  const works = async (since: number): Promise<void> => until(() => load.successesSince(since) > 20);
  await works(0);
  return {
    /** Requests succeed again within five seconds of the database's return, all of them. */
    async recovers(): Promise<void> {
      const back = Date.now();
      await works(back);
      const recovered = Date.now();
      expect(recovered - back).toBeLessThan(5_000);
      expect(await statusOf(`${server.url}/readyz`)).toBe(200);
      await works(recovered);
      expect(load.failuresSince(recovered)).toEqual([]);
    },
    /** The server says that it lives and cannot serve. */
    async noticesAbsence(): Promise<void> {
      await until(async () => (await statusOf(`${server.url}/readyz`)) === 503);
      expect(await statusOf(`${server.url}/healthz`)).toBe(200);
    },
    /** Nothing but answered errors was the price. */
    async endsWell(): Promise<void> {
      await load.stop();
      expect(new Set(load.outcomes.map(({ said }) => said))).toEqual(new Set(['ok', '500 InternalErrorException']));
      expect(Math.max(...load.outcomes.map(({ milliseconds }) => milliseconds))).toBeLessThan(15_000);
      expect(await load.lostUsers(clientOf(server.url))).toEqual([]);
      const { status, stdout } = await server.end('SIGTERM');
      expect(status).toBe(0);
      expect(stdout).not.toContain('A worker ended');
    },
  };
};

test.for(['1', '2'])(
  'a database that restarts, crashes, or is away for five seconds costs %s process(es) errors, and nothing else',
  async (workers) => {
    const database = await newDatabase();
    const server = await loadedServer({ DATABASE_URL: database.url, POOLHOUSE_WORKERS: workers });

    for (const mode of ['fast', 'immediate'] as const) {
      await database.restart(mode);
      await server.recovers();
    }
    await database.stop('immediate');
    await server.noticesAbsence();
    await pause(5_000);
    await server.noticesAbsence();
    await database.start();
    await server.recovers();

    await server.endsWell();
  },
);

test('a database that stops to answer costs no request more than its deadline', async () => {
  const database = await newDatabase();
  const network = await startStallingProxy(database.url);
  const server = await loadedServer({ DATABASE_URL: network.url });

  network.stall();
  await server.noticesAbsence();
  await pause(12_000);
  await server.noticesAbsence();
  network.resume();
  await server.recovers();

  await server.endsWell();
});
