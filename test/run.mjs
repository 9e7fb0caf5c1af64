#!/usr/bin/env node
// @ts-check
// `npm test`: installs and builds what is missing, starts a PostgreSQL where one can be, runs vitest, and says what did not run.
// Arguments are vitest's own (`npm test -- --project api test/operations/SignUp.test.ts`), and --require-postgres.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepare } from '../bin/checkout.cjs';
import { threadPoolSize } from '../bin/thread-pool.cjs';
import { findPostgres } from './support/postgres-programs.mjs';
import { startPostgres } from './support/postgres-server.mjs';
import { findAwsCli, findChromium } from './support/programs.mjs';
import { allProjects, chooseProjects, parseArguments } from './support/projects.mjs';

const root = path.join(import.meta.dirname, '..');

/** @typedef {import('./support/tally.mjs').Count} Count */

/** @type {import('node:child_process').ChildProcess | undefined} */
let vitest;
// Ctrl-C reaches vitest as well, so this process only waits for it; SIGTERM does not, and is handed on. Outside of vitest's run, `exit`
// still removes a PostgreSQL that was started.
process.on('SIGINT', () => vitest ?? process.exit(130));
process.on('SIGTERM', () => vitest?.kill('SIGTERM') ?? process.exit(143));

process.exitCode = (await main()) ? 0 : 1;

/** @returns {Promise<boolean>} whether every project that was asked for ran, and passed */
async function main() {
  const { wanted, unknown, isRequired, vitestArguments } = parseArguments(process.argv.slice(2), process.env);
  if (unknown) {
    console.error(`There is no test project '${unknown}': there are ${allProjects.join(', ')}.`);
    return false;
  }
  if (!prepare(root)) return false;

  const programs = findPostgres();
  const givenUrl = process.env['POOLHOUSE_TEST_POSTGRES_URL'];
  const { chosen, left } = chooseProjects(wanted, {
    server: Boolean(givenUrl ?? programs),
    programs: Boolean(programs),
    chromium: Boolean(findChromium()),
    awsCli: Boolean(findAwsCli()),
  });
  const needsServer = !givenUrl && chosen.some((name) => name.endsWith('postgres'));
  const server = needsServer ? await startPostgres({ programs }) : undefined;
  try {
    const counts = await runVitest(chosen, vitestArguments, givenUrl ?? server?.url);
    // A filter may leave a project without tests; without one, a project that runs none is a project that is not tested.
    const idle = vitestArguments.length > 0 ? [] : chosen.filter((name) => !counts[name]?.passed);
    return report({ counts: inOrder(chosen, counts), left, idle, isRequired });
  } finally {
    await server?.remove();
  }
}

/** @param {string[]} projects @param {string[]} args @param {string | undefined} postgresUrl @returns {Promise<Record<string, Count>>} per project */
async function runVitest(projects, args, postgresUrl) {
  const directory = mkdtempSync(path.join(tmpdir(), 'poolhouse-tests-'));
  // A PostgreSQL that tests start may run as another user.
  chmodSync(directory, 0o711);
  const tally = path.join(directory, 'tally.json');
  const env = {
    ...process.env,
    UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? String(threadPoolSize()),
    POOLHOUSE_TEST_TALLY: tally,
    // vitest kills its workers, which could not clean up at their end.
    TMPDIR: directory,
    ...(postgresUrl && { POOLHOUSE_TEST_POSTGRES_URL: postgresUrl }),
  };
  const reporters = [
    ...(args.some((arg) => arg.startsWith('--reporter')) ? [] : ['default']),
    'test/support/tally.mjs',
  ];
  const flags = [...projects.map((name) => `--project=${name}`), ...reporters.map((name) => `--reporter=${name}`)];
  const status = await runToEnd([path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...flags, ...args], env);
  const counts = /** @type {Record<string, Count>} */ (
    existsSync(tally) ? JSON.parse(readFileSync(tally, 'utf8')) : {}
  );
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  if (status !== 0 && Object.values(counts).every(({ failed }) => failed === 0)) {
    counts['vitest'] = { passed: 0, failed: 1, skipped: 0 };
  }
  return counts;
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} node's status */
async function runToEnd(args, env) {
  vitest = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  await once(vitest, 'exit');
  const status = vitest.exitCode ?? 1;
  vitest = undefined;
  return status;
}

/** The order in which the projects ran, then what belongs to none.
 * @param {string[]} projects @param {Record<string, Count>} counts
 * @returns {Record<string, Count>}
 */
function inOrder(projects, counts) {
  const place = (/** @type {string} */ name) => (projects.includes(name) ? projects.indexOf(name) : projects.length);
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => place(a) - place(b)));
}

/** @param {Count} count */
function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Prints what ran and what did not; the last line is the sum.
 * @param {{ counts: Record<string, Count>, left: Record<string, string>, idle: string[], isRequired: (name: string) => boolean }} outcome
 * @returns {boolean} whether it is a success
 */
function report({ counts, left, idle, isRequired }) {
  for (const [project, count] of Object.entries(counts)) console.log(`${project}: ${words(count)}`);
  for (const project of idle) console.log(`${project}: FAILED, because no test of it passed`);
  for (const [project, reason] of Object.entries(left))
    console.log(`${project}: ${isRequired(project) ? 'FAILED, ' : ''}not run: ${reason}`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const count of Object.values(counts)) {
    sum.passed += count.passed;
    sum.failed += count.failed;
    sum.skipped += count.skipped;
  }
  console.log(words(sum));
  return sum.failed === 0 && sum.passed > 0 && idle.length === 0 && !Object.keys(left).some(isRequired);
}
