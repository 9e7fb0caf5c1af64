import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Both projects of a suite run all of its files but those whose name says the other engine. */
const engines = {
  pglite: { env: { POOLHOUSE_TEST_ENGINE: 'pglite' }, exclude: ['test/**/*.postgres.test.ts'] },
  postgres: { env: { POOLHOUSE_TEST_ENGINE: 'postgres' }, exclude: ['test/**/*.pglite.test.ts'] },
};
const ownProjects = ['test/clients/**', 'test/faults/**', 'test/tooling/**'];

/**
 * Projects run one after another, in the order given: each may then use every core, and none disturbs another's clock. The timeouts end what hangs,
 * and nothing that is merely slow: the machine may be busy with something else.
 */
const project = (order: number, test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  extends: true,
  test: { pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: order }, ...test },
});

// Not isolated: a worker process keeps the store that its first file opened.
const api = (order: number, name: string, engine: keyof typeof engines): TestProjectInlineConfiguration =>
  project(order, {
    name,
    include: ['test/**/*.test.ts'],
    exclude: [...ownProjects, ...engines[engine].exclude],
    env: engines[engine].env,
    isolate: false,
  });

// Real clients of real servers, some of which are processes of their own.
const clients = (order: number, name: string, settings: TestProjectInlineConfiguration['test']) =>
  project(order, {
    name,
    env: engines.pglite.env,
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    ...settings,
  });
const ofOtherPrograms = ['browser', 'aws-cli'].map((name) => `test/clients/${name}/**`);

// Server processes that are killed and restarted.
const faults = (order: number, name: string, engine: keyof typeof engines): TestProjectInlineConfiguration =>
  project(order, {
    name,
    include: ['test/faults/**/*.test.ts'],
    ...engines[engine],
    testTimeout: 600_000,
    hookTimeout: 300_000,
  });

// test/run.mjs chooses among these projects and says why one does not run.
export default defineConfig({
  // Not the `source` condition of package.json: vitest would hand it to node as well, and worker threads must load the build.
  resolve: { alias: [{ find: /^#(.+)\.js$/, replacement: fileURLToPath(new URL('./src/$1.ts', import.meta.url)) }] },
  test: {
    maxWorkers: 2,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      project(1, { name: 'tooling', include: ['test/tooling/**/*.test.ts'], testTimeout: 300_000 }),
      project(2, { name: 'unit', include: ['src/**/*.test.ts'], isolate: false }),
      api(3, 'api', 'pglite'),
      api(4, 'postgres', 'postgres'),
      clients(5, 'clients', { include: ['test/clients/**/*.test.ts'], exclude: ofOtherPrograms }),
      clients(6, 'clients-postgres', { include: ['test/clients/main-journey.test.ts'], env: engines.postgres.env }),
      clients(7, 'browser', { include: ['test/clients/browser/**/*.test.ts'] }),
      clients(8, 'aws-cli', { include: ['test/clients/aws-cli/**/*.test.ts'] }),
      faults(9, 'faults', 'pglite'),
      faults(10, 'faults-postgres', 'postgres'),
    ],
  },
});
