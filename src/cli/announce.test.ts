import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '#config.js';
import { silentLog, type Log } from '#lib/log.js';
import { announceReady } from './announce.js';
import type { FoundRootKey } from './root-key.js';

const rootKey: FoundRootKey = { key: { id: 'AKPHABCDEFGH12345678', secret: 'aSecret' }, file: '/data/access-key.env' };

/** Everything that is said, to a person at a terminal or to whoever reads the log. */
const said = (env: Record<string, string>, found: FoundRootKey, terminal: boolean): string => {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((text += String(chunk))));
  onTestFinished(() => write.mockRestore());
  const line = (fields: object, message: string): void => void (text += `${JSON.stringify(fields)} ${message}\n`);
  const log: Log = { ...silentLog, info: line, warn: line };
  announceReady(readConfig(env), log, found, terminal);
  write.mockRestore();
  return text;
};

test('a person at a terminal is told the endpoint, an access key to paste, where messages and data are', () => {
  const text = said({ POOLHOUSE_PORT: '9230', POOLHOUSE_DATA_DIR: '/data' }, rootKey, true);
  const pasted = text.split('\n').filter((line) => line.includes('export '));
  const shell = [...pasted, 'echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY"'].join('\n');

  expect(execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8' })).toBe('AKPHABCDEFGH12345678 aSecret\n');
  expect(text).toContain('Poolhouse is ready: http://localhost:9230\n');
  expect(text).toContain('Messages: local inbox: npx poolhouse messages\n');
  expect(text).toContain('Data: /data\n');
  expect(text).toContain('not a power cut');
});

test('the log has no secret, but where it is', () => {
  const text = said({ POOLHOUSE_SMTP_URL: 'smtp://user:hunter2@mail.example.com:25' }, rootKey, false);

  expect(text).toContain('/data/access-key.env');
  expect(text).toContain('mail.example.com:25');
  expect(text).not.toMatch(/aSecret|hunter2/);
});

test('on PostgreSQL nobody is shown a secret', () => {
  const env = { DATABASE_URL: 'postgres://user:hunter2@db/x', POOLHOUSE_MASTER_KEY: 'hunter2' };
  const ofConfiguration: FoundRootKey = { key: rootKey.key, file: undefined };

  for (const terminal of [true, false]) {
    const text = said(env, ofConfiguration, terminal);
    expect(text).toContain('http://localhost:9229');
    expect(text).not.toMatch(/aSecret|hunter2/);
  }
});
