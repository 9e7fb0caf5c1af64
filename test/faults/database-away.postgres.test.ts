import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/postgres-server.mjs';
import { killProcesses } from '../support/server-process.js';
import { errorsOnly, recovered, startLoadedServer } from './loaded-server.js';

afterEach(killProcesses);

test.for(['1', '2'])(
  'a database that restarts, crashes, or is away for five seconds costs %s process(es) errors, and nothing else',
  async (workers) => {
    const database = await startPostgres({ durable: true });
    onTestFinished(() => database.remove());
    const server = await startLoadedServer({ DATABASE_URL: database.url, POOLHOUSE_WORKERS: workers });

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
