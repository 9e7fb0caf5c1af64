import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const dockerfile = readFileSync(path.join(root, 'deploy', 'Dockerfile'), 'utf8');
const finalStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

/** What the image's last stage copies, from the build or from the repository. */
const copied = [...finalStage.matchAll(/^COPY (?:--from=build \/app\/)?(\S+) \S+$/gm)].map(
  ([, source]) => source ?? '',
);

/** The packages that `npm prune --omit=dev` leaves. */
const productionPackages = (): string[] => {
  const lock = JSON.parse(readFileSync(path.join(root, 'node_modules', '.package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  return Object.keys(lock.packages).filter((place) => lock.packages[place]?.dev !== true);
};

/** A directory with the image's files, made from this checkout. */
const imageDirectory = (): string => {
  const directory = mkdtempSync(path.join(tmpdir(), 'poolhouse-image-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const source of copied.flatMap((name) => (name === 'node_modules' ? productionPackages() : [name]))) {
    cpSync(path.join(root, source), path.join(directory, source), { recursive: true });
  }
  return directory;
};

/** Waits until the health check of the Dockerfile passes. */
const healthy = async (server: ChildProcess, env: NodeJS.ProcessEnv): Promise<void> => {
  const [, check = '[]'] = /HEALTHCHECK [^[]*(\[.*\])/s.exec(finalStage.split('\nCMD')[0] ?? '') ?? [];
  const [, ...args] = JSON.parse(check) as string[];
  for (;;) {
    const [status] = (await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'exit')) as [number];
    if (status === 0) return;
    if (server.exitCode !== null) throw new Error('The server ended before it was healthy.');
    await sleep(100);
  }
};

test('what the image holds starts, becomes healthy, and ends on SIGTERM', async () => {
  const directory = imageDirectory();
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    POOLHOUSE_PORT: String(await freePort()),
    POOLHOUSE_DATA_DIR: path.join(directory, 'data'),
  };
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(finalStage) ?? [];
  const [, ...args] = JSON.parse(command) as string[];
  const server = spawn(process.execPath, args, { cwd: directory, env, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  const stderr = text(server.stderr);

  await healthy(server, env);
  server.kill('SIGTERM');
  await once(server, 'exit');

  expect({ status: server.exitCode, stderr: await stderr }).toEqual({ status: 0, stderr: '' });
});
