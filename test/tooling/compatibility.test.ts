import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the compatibility table is what the operations and their tests say', () => {
  const { status, stderr } = spawnSync(process.execPath, ['docs/compatibility.mjs', '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
