import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '../../src/config-values.js';
import { freePort } from './free-port.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const launcher = [process.execPath, path.join(root, 'bin', 'poolhouse.cjs')] as const;
/** On a machine that is busy with something else a start takes long. Only what fails waits for all of it. */
const patienceMilliseconds = 180_000;

/** How a process ended, and all that it said. */
export interface Ending {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the product, or npm's with the product in it. */
export interface ServerProcess {
  readonly pid: number;
  /** Its address, which may not be served yet. */
  readonly url: string;
  /** What it was given, its port included, so that another one can follow it. */
  readonly env: Env;
  /** What it has said so far. */
  readonly stdout: () => string;
  readonly ended: Promise<Ending>;
  /** Sends a signal and resolves when the process has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ending>;
}

/** Starts a server as users do, on a free port unless the environment names one. See {@link killProcesses}. */
export const startServer = async (
  given: Env,
  command: readonly string[] = [...launcher, 'start'],
): Promise<ServerProcess> => {
  const port = given['POOLHOUSE_PORT'] ?? String(await freePort());
  const env = { ...given, POOLHOUSE_PORT: port };
  const child = spawned(command, env);
  const said = outputOf(child);
  const ended = endOf(child, said);
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    env,
    stdout: () => said.stdout,
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
};

/** Starts a server and resolves when it answers requests. Throws when it ends instead. */
export const startReadyServer = async (given: Env, command?: readonly string[]): Promise<ServerProcess> => {
  const server = await startServer(given, command);
  await Promise.race([until(async () => (await statusOf(`${server.url}/readyz`)) === 200), failureOf(server)]);
  return server;
};

/** Runs a command of the product to its end. */
export const runCommand = (env: Env, ...args: readonly string[]): Promise<Ending> => {
  const child = spawned([...launcher, ...args], env);
  return endOf(child, outputOf(child));
};

/** The status that a GET is answered with; undefined when nobody answers within five seconds. */
export const statusOf = async (url: string): Promise<number | undefined> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).status;
  } catch {
    return undefined;
  }
};

/** Waits until something holds. Throws what it throws, and when it does not come to hold within three minutes. */
export const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`This did not come to hold: ${String(holds)}`);
    await pause(20);
  }
};

/** The groups that have a process left, by their numbers. */
const groups = new Set<number>();

/** Kills every process that is left: for `afterEach`, or `afterAll` where tests share a server. */
export const killProcesses = (): void => {
  for (const group of groups) process.kill(-group, 'SIGKILL');
};

/** A group of its own, as a terminal gives each command, and nothing in its environment that configures the tests. */
const spawned = ([program = '', ...args]: readonly string[], env: Env): ChildProcess => {
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, { cwd: root, env: { PATH, HOME, ...env }, detached: true, stdio: 'pipe' });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} does not start`);
  groups.add(pid);
  // Closed when every process of the group has closed it.
  child.once('close', () => groups.delete(pid));
  return child;
};

const outputOf = (child: ChildProcess): { stdout: string; stderr: string } => {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return said;
};

const endOf = async (child: ChildProcess, said: { stdout: string; stderr: string }): Promise<Ending> => {
  await once(child, 'close');
  return { status: child.exitCode, ...said };
};

const failureOf = async ({ ended }: ServerProcess): Promise<never> => {
  const { status, stdout, stderr } = await ended;
  throw new Error(`The server ended with ${status}: ${stdout}${stderr}`);
};
