import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { exportLines, readExportLines } from './export-lines.js';

const names = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
];

test.each(['abc123', 'a b', `it's`, '$(false)`"\\', 'a/b+c='])('a shell reads %s as it is', (secret) => {
  const lines = exportLines({ id: 'AKPH', secret }, { region: 'eu-local-1', endpoint: 'http://localhost:9229' });
  const script = [...lines, ...names.map((name) => `printf '%s\\n' "$${name}"`)].join('\n');

  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual([
    'AKPH',
    secret,
    'eu-local-1',
    'eu-local-1',
    'http://localhost:9229',
  ]);
});

test('the lines are read back', () => {
  const lines = exportLines({ id: 'AKPH', secret: 'Abc123' }, { region: 'x', endpoint: 'http://localhost:9229/a b' });
  expect(readExportLines(lines.join('\n'))).toEqual({
    AWS_ACCESS_KEY_ID: 'AKPH',
    AWS_SECRET_ACCESS_KEY: 'Abc123',
    AWS_REGION: 'x',
    AWS_DEFAULT_REGION: 'x',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://localhost:9229/a b',
  });
});
