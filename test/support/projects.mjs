// @ts-check
// Which of the vitest projects (vitest.config.ts) a run consists of, and what each needs of the machine.

import { parseArgs } from 'node:util';

/** @typedef {object} Machine what a machine has
 * @property {boolean} server a PostgreSQL to use or start
 * @property {boolean} programs those of PostgreSQL, to start further servers
 * @property {boolean} chromium
 * @property {boolean} awsCli
 */

const noServer = 'PostgreSQL was not found. Install it (initdb and postgres), or set POOLHOUSE_TEST_POSTGRES_URL.';
const noPrograms = 'it starts and crashes servers of its own, and initdb and postgres were not found.';
const noChromium = 'Chromium was not found. Install it (on Debian: chromium-headless-shell).';
const noAwsCli = 'aws was not found in PATH. Install it (on Debian: awscli).';

/** Each project, and why it cannot run here.
 * @type {Record<string, (machine: Machine) => string | undefined>}
 */
const projects = {
  tooling: () => undefined,
  unit: () => undefined,
  api: () => undefined,
  postgres: ({ server }) => (server ? undefined : noServer),
  clients: () => undefined,
  'clients-postgres': ({ server }) => (server ? undefined : noServer),
  browser: ({ chromium }) => (chromium ? undefined : noChromium),
  'aws-cli': ({ awsCli }) => (awsCli ? undefined : noAwsCli),
  faults: () => undefined,
  'faults-postgres': ({ programs }) => (programs ? undefined : noPrograms),
};

export const allProjects = Object.keys(projects);

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = { project: { type: 'string', multiple: true }, 'require-postgres': { type: 'boolean' } };

/** Divides the wanted projects into those that run and those that cannot.
 * @param {string[]} wanted
 * @param {Machine} machine
 * @returns {{ chosen: string[], left: Record<string, string> }} `left` gives each one's reason
 */
export function chooseProjects(wanted, machine) {
  /** @type {Record<string, string>} */
  const left = {};
  for (const name of wanted) {
    const reason = projects[name]?.(machine);
    if (reason) left[name] = reason;
  }
  return { chosen: wanted.filter((name) => !(name in left)), left };
}

/** Reads the command line. Without --project all are wanted; one that is named there must run.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {{ wanted: string[], unknown: string | undefined, isRequired: (name: string) => boolean, vitestArguments: string[] }}
 *   `unknown`: a name that is no project's; `isRequired`: whether it is a failure when the project cannot run
 */
export function parseArguments(args, env) {
  const { values, tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const named = /** @type {string[]} */ (values.project ?? []);
  const ours = tokens.flatMap((token) =>
    token.kind !== 'option' || !(token.name in options)
      ? []
      : token.inlineValue === false
        ? [token.index, token.index + 1]
        : [token.index],
  );
  // Not every place where the gate runs can install a browser or the AWS CLI.
  const postgres = values['require-postgres'] === true || env['CI'] === 'true';
  return {
    wanted: named.length > 0 ? named : allProjects,
    unknown: named.find((name) => !allProjects.includes(name)),
    isRequired: (name) => named.includes(name) || (postgres && name.endsWith('postgres')),
    vitestArguments: args.filter((_, index) => !ours.includes(index)),
  };
}
