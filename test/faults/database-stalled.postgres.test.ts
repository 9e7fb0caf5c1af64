import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/postgres-server.mjs';
import { killProcesses } from '../support/server-process.js';
import { errorsOnly, recovered, startLoadedServer } from './loaded-server.js';
import { startStallingProxy } from './stalling-proxy.js';

afterEach(killProcesses);

test('a database that stops to answer costs no request more than its deadline', async () => {
  const database = await startPostgres({ durable: true });
  onTestFinished(() => database.remove());
  const network = await startStallingProxy(database.url);
  const server = await startLoadedServer({ DATABASE_URL: network.url });

  network.stall();
  await server.noticesAbsence();
  await pause(11_000);
  expect(await server.health()).toEqual({ readyz: 503, healthz: 200 });
  network.resume();
  expect(await server.recovers()).toEqual(recovered);

  expect(await server.ends()).toEqual(errorsOnly);
});
