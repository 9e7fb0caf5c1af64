import { expect, test } from 'vitest';
import { readmeExample } from './readme-examples.js';
import { inShell } from './shell.js';
import { startEmbedded } from './started-server.js';

test('the README’s first sign-in in JavaScript works as it is written', async () => {
  const server = await startEmbedded();
  const printed = await inShell(server, 'node --input-type=module', readmeExample('first-sign-in.mjs'));
  expect(printed).toBe('Signed in as maya, maya@example.com\nSigned out everywhere\n');
});
