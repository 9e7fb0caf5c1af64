import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { engineEnv } from '../support/engine.js';
import { poolMaker } from '../support/pool.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, runCommand, startReadyServer } from '../support/server-process.js';

afterEach(killProcesses);

test('the key of an embedded server is rotated while it runs, and a server that is killed starts with the new one', async () => {
  const { POOLHOUSE_MASTER_KEY: _, ...env } = await engineEnv('master_key_file');
  const file = join(env['POOLHOUSE_DATA_DIR'] ?? '', 'master.key');
  const client = clientOf((await startReadyServer(env)).url);
  const pool = await poolMaker(client, client)();
  const maya = await pool.user('maya');
  const before = readFileSync(file, 'utf8');

  const { status, stdout } = await runCommand(env, 'master-key', 'rotate');

  expect(stdout).toBe(
    `1 data keys are sealed with the new master key in ${file}. Back that file up: the old key opens nothing any more.\n`,
  );
  expect(status).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^[\w+/]{43}=\n$/);
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  await maya.signIn();
  killProcesses();

  const again = clientOf((await startReadyServer(env)).url);
  await (await poolMaker(again, again)()).user('noor');
  await expect(runCommand(env, 'keys', 'rotate', pool.id)).resolves.toMatchObject({ status: 0 });
});
