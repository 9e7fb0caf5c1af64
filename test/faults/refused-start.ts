import { expect } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { runCommand } from '../support/server-process.js';

/** What a start that must fail says: one sentence, without a stack or the secret. */
export const refusedStart = async (env: Env, { secret }: { secret?: string } = {}): Promise<string> => {
  const { status, stdout, stderr } = await runCommand(env, 'start');
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).not.toMatch(/\bat .*:\d+:\d+/);
  if (secret !== undefined) expect(stdout + stderr).not.toContain(secret);
  return stderr.trimEnd();
};
