// @ts-check
// A Poolhouse to measure: started as users start it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {NodeJS.ProcessEnv} env */
export async function startServer(env) {
  const began = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../bin/poolhouse.cjs', import.meta.url)), 'start'], {
    env: { PATH: process.env['PATH'], POOLHOUSE_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const origin = `http://127.0.0.1:${env['POOLHOUSE_PORT']}`;
  while (!(await answers(`${origin}/readyz`))) {
    if (child.exitCode !== null) throw new Error('The server did not start');
    await sleep(10);
  }
  const startMilliseconds = performance.now() - began;
  const pids = () => tree(child.pid ?? 0);
  return {
    startMilliseconds,
    /** CPU milliseconds of all of its processes so far. */
    cpu: () => pids().reduce((sum, pid) => sum + cpuOf(pid), 0),
    /** Resident MiB of its largest process. */
    rss: () => Math.max(...pids().map(rssOf)),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const answers = async (/** @type {string} */ url) => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // not listening yet
  }
};

/** @param {number} pid @returns {number[]} */
function tree(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return [pid, ...children.flatMap(tree)];
}

const ticksPerSecond = 100;

/** @param {number} pid */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

const rssOf = (/** @type {number} */ pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
