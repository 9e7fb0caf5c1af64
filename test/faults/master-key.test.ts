import { afterEach, expect, test } from 'vitest';
import { newMasterKey } from '#store/master-key.js';
import type { Env } from '../../src/config-values.js';
import { engineEnv, masterKey } from '../support/engine.js';
import { poolMaker } from '../support/pool.js';
import { clientOf } from '../support/server-client.js';
import { killProcesses, runCommand, startReadyServer } from '../support/server-process.js';

afterEach(killProcesses);

const rotate = (env: Env) => runCommand(env, 'master-key', 'rotate');
const outcome = (status: number, stdout: string, stderr = '') => ({ status, stdout, stderr });

test('the keys that the operator lists are rotated while the server runs', async () => {
  const env = await engineEnv('master_key_listed');
  const listed = `${newMasterKey()},${masterKey}`;
  const before = clientOf((await startReadyServer(env)).url);
  await poolMaker(before, before)();
  killProcesses();

  const client = clientOf((await startReadyServer({ ...env, POOLHOUSE_MASTER_KEY: listed })).url);
  const pool = await poolMaker(client, client)();
  const maya = await pool.user('maya');
  expect(await rotate({ ...env, POOLHOUSE_MASTER_KEY: listed })).toEqual(
    outcome(
      0,
      '2 data keys are sealed with the newest master key now, and nothing needs an older one: take those out of POOLHOUSE_MASTER_KEY.\n',
    ),
  );
  await maya.signIn();
  const other = await poolMaker(client, client)();
  await (await other.user('noor')).signIn();
  killProcesses();

  const newest = { ...env, POOLHOUSE_MASTER_KEY: listed.split(',')[0] };
  const again = clientOf((await startReadyServer(newest)).url);
  await (await poolMaker(again, again)()).user('maya');
  const alone = await rotate(newest);
  expect(alone.status).toBe(1);
  expect(alone.stderr).toContain('POOLHOUSE_MASTER_KEY lists one key alone: put a new one in front of it first');
});
