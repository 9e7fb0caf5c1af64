import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { readExportLines } from '#cli/export-lines.js';
import type { Env } from '../../src/config-values.js';
import { killProcesses, type ServerProcess, startReadyServer } from '../support/server-process.js';

/** An embedded server as `npm start` starts it, on a new folder; the test may add settings. It does not outlive the test. */
export const startEmbedded = async (settings: Env = {}): Promise<ServerProcess> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'poolhouse-clients-'));
  onTestFinished(() => {
    killProcesses();
    rmSync(folder, { recursive: true, maxRetries: 10, retryDelay: 50 });
  });
  return startReadyServer({ POOLHOUSE_DATA_DIR: path.join(folder, 'data'), ...settings });
};

/** The file in which an embedded server keeps the `export` lines that it prints. */
export const accessKeyFile = ({ env }: ServerProcess): string =>
  path.join(env['POOLHOUSE_DATA_DIR'] ?? '', 'access-key.env');

/** Takes the `export` lines of an embedded server into this process, as a user pastes them, until the test is over. */
export const pasteExportLines = (server: ServerProcess): void =>
  setEnvironment(readExportLines(readFileSync(accessKeyFile(server), 'utf8')));

/** Sets variables of this process until the test is over. */
export const setEnvironment = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
};
