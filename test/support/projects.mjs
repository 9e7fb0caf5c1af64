// @ts-check
// Which of the vitest projects (vitest.config.ts) a run consists of, and what each needs of the machine.

import { parseArgs } from 'node:util';

/** @typedef {{ server: boolean, programs: boolean }} Postgres a server to use or start; the programs to start further ones */

const noServer = 'PostgreSQL was not found. Install it (initdb and postgres), or set POOLHOUSE_TEST_POSTGRES_URL.';
const noPrograms = 'it starts and crashes servers of its own, and initdb and postgres were not found.';

/** Each project, and why it cannot run here.
 * @type {Record<string, (postgres: Postgres) => string | undefined>}
 */
const projects = {
  tooling: () => undefined,
  unit: () => undefined,
  api: () => undefined,
  postgres: ({ server }) => (server ? undefined : noServer),
  clients: () => undefined,
  faults: () => undefined,
  'faults-postgres': ({ programs }) => (programs ? undefined : noPrograms),
};

export const allProjects = Object.keys(projects);

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = { project: { type: 'string', multiple: true }, 'require-postgres': { type: 'boolean' } };

/** Divides the wanted projects into those that run and those that cannot.
 * @param {string[]} wanted
 * @param {Postgres} postgres
 * @returns {{ chosen: string[], left: Record<string, string> }} `left` gives each one's reason
 */
export function chooseProjects(wanted, postgres) {
  /** @type {Record<string, string>} */
  const left = {};
  for (const name of wanted) {
    const reason = projects[name]?.(postgres);
    if (reason) left[name] = reason;
  }
  return { chosen: wanted.filter((name) => !(name in left)), left };
}

/** Reads the command line. Without --project all are wanted; one that is named there must run.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {{ wanted: string[], unknown: string | undefined, required: boolean, vitestArguments: string[] }}
 *   `unknown`: a name that is no project's; `required`: a wanted project that cannot run is a failure
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
  return {
    wanted: named.length > 0 ? named : allProjects,
    unknown: named.find((name) => !allProjects.includes(name)),
    required: named.length > 0 || values['require-postgres'] === true || env['CI'] === 'true',
    vitestArguments: args.filter((_, index) => !ours.includes(index)),
  };
}
