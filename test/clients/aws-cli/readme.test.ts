import { expect, test } from 'vitest';
import { readmeExample } from '../readme-examples.js';
import { inShell } from '../shell.js';
import { startEmbedded } from '../started-server.js';

test('the README’s first sign-in with the AWS CLI works as it is written', async () => {
  const server = await startEmbedded();
  const printed = await inShell(server, 'sh -eu', readmeExample('first-sign-in.sh'));
  expect(printed.trimEnd().split('\n').at(-1)).toBe('noah');
});
