import { afterEach, expect, test } from 'vitest';
import { engineEnv } from '../support/engine.js';
import { killProcesses, startReadyServer, until } from '../support/server-process.js';

afterEach(killProcesses);

test('servers that start at once on an empty database migrate it once, and all come up', async () => {
  const env = await engineEnv('together');
  const servers = await Promise.all([1, 2, 3, 4].map(() => startReadyServer(env)));
  await until(() => servers.every(({ stdout }) => stdout().includes('Poolhouse is ready')));

  const migrations = servers.flatMap(({ stdout }) => [...stdout().matchAll(/"migration":"([^"]+)"/g)]);
  const names = migrations.map(([, name]) => name);
  expect(names).not.toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
