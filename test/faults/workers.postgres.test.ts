import { readFileSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { engineEnv } from '../support/engine.js';
import {
  killProcesses,
  type ServerProcess,
  startReadyServer,
  startServer,
  statusOf,
  until,
} from '../support/server-process.js';

afterEach(killProcesses);

const twoWorkers = async () => ({ ...(await engineEnv('workers')), POOLHOUSE_WORKERS: '2' });

const workersOf = ({ pid }: ServerProcess): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .map(Number)
    .filter((worker) => worker > 0);

/** The lines that the server's processes logged with this message. */
const logged = ({ stdout }: ServerProcess, message: string): number => stdout().split(`"msg":"${message}"`).length - 1;

/** How many files there are to migrate by. */
const migrations = readdirSync('migrations').filter((name) => name.endsWith('.sql')).length;

test('several processes serve one port, migrate once, and end together', async () => {
  const server = await startReadyServer(await twoWorkers());
  await until(() => logged(server, 'Poolhouse is ready') > 0);
  const workers = workersOf(server);

  expect(workers).toHaveLength(2);
  expect(logged(server, 'Migrated the database')).toBe(migrations);
  expect((await server.end('SIGTERM')).status).toBe(0);
  for (const worker of workers) expect(() => process.kill(worker, 0)).toThrow('ESRCH');
});

test('a worker that is killed is replaced, and the others serve meanwhile', async () => {
  const server = await startReadyServer(await twoWorkers());
  await until(() => workersOf(server).length === 2);
  const [victim = 0, survivor] = workersOf(server);
  process.kill(victim, 'SIGKILL');

  // Not at the first try where a kept connection led to the victim.
  await until(async () => (await statusOf(`${server.url}/readyz`)) === 200);
  await until(() => workersOf(server).length === 2 && !workersOf(server).includes(victim));
  expect(workersOf(server)).toContain(survivor);
});

test('a start whose workers cannot have the port says so once, and leaves no process', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const server = await startServer({ ...(await twoWorkers()), POOLHOUSE_PORT: String(port) });
  const { status, stderr } = await server.ended;

  expect(status).toBe(1);
  expect(stderr).toBe(`The port ${port} of 127.0.0.1 is in use: stop the other program or set POOLHOUSE_PORT.\n`);
});
