import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lintPlanted, type Finding } from './planted.js';

// Each list is what a folder may import: its neighbours, and what they may.
const ofDomain = ['contract', 'lib'];
const ofStore = ['domain', ...ofDomain];
const ofServices = ['store', 'triggers', 'delivery', ...ofStore];
const ofAuth = ['services', ...ofServices];
const ofOperations = ['auth', 'federation', ...ofAuth];
const ofPages = ['operations', 'oauth', ...ofOperations];

/** The import table: each folder of src, and every other one that it may import. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  contract: ['lib'],
  domain: ofDomain,
  store: ofStore,
  triggers: ofStore,
  delivery: ofStore,
  services: ofServices,
  auth: ofAuth,
  federation: ofAuth,
  operations: ofOperations,
  oauth: ofOperations,
  jobs: ofAuth,
  pages: ofPages,
  admin: ofPages,
  http: ['pages', 'admin', ...ofPages],
};
const unrestricted = ['cli'];
const folders = Object.keys(mayImport);
const targets = [...folders, ...unrestricted];

const breachesOf = (findings: readonly Finding[]): string[] =>
  findings.filter(({ rule }) => rule === 'eslint(no-restricted-imports)').map(({ file }) => file);

test('every folder of src stands in the import table', () => {
  const src = path.join(import.meta.dirname, '..', '..', 'src');
  const present = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(targets).toEqual(expect.arrayContaining(present.map(({ name }) => name)));
});

test('an import between folders is refused exactly where the table does not allow it, in nested files too', () => {
  const pairs = [...folders, ...unrestricted].flatMap((from) => targets.map((to) => ({ from, to })));
  const planted = pairs.flatMap(({ from, to }) => [
    { file: `src/${from}/to-${to}.ts`, text: `export { x } from '#${to}/x.js';\n`, from, to },
    {
      file: `src/${from}/in/deep/to-${to}.ts`,
      text: `import type { X } from '#${to}/in/x.js';\nexport type Y = X;\n`,
      from,
      to,
    },
    { file: `src/${from}/late-${to}.ts`, text: `export const x = () => import('#${to}/in/x.js');\n`, from, to },
  ]);

  const { findings } = lintPlanted(Object.fromEntries(planted.map(({ file, text }) => [file, text])));

  const refused = planted.filter(
    ({ from, to }) => from !== to && !unrestricted.includes(from) && !mayImport[from]?.includes(to),
  );
  expect(breachesOf(findings).toSorted()).toEqual(refused.map(({ file }) => file).toSorted());
});

test('a folder may not import the files at the top of src', () => {
  const { findings } = lintPlanted({
    'src/http/door.ts': `export { x } from '#app.js';\n`,
    'src/operations/index.ts': `export { x } from '#config.js';\n`,
    'src/main.ts': `export { x } from '#app.js';\n`,
    'src/app.ts': `export const x = 1;\n`,
  });
  expect(breachesOf(findings).toSorted()).toEqual(['src/http/door.ts', 'src/operations/index.ts']);
});

test('the message of a refused import says what is allowed', () => {
  const { passed, findings } = lintPlanted({ 'src/domain/user.ts': `export { x } from '#store/users.js';\n` });
  expect(passed).toBe(false);
  expect(findings[0]?.message).toContain('src/domain may import only contract, lib');
});

test('permitted imports pass', () => {
  const { passed, findings } = lintPlanted({
    'src/lib/clock.ts': 'export const now = (): Date => new Date();\n',
    'src/domain/in/age.ts': `import { now } from '#lib/clock.js';\nimport { years } from './years.js';\n\nexport const age = (born: Date): number => years(now(), born);\n`,
    'src/domain/in/years.ts': 'export const years = (a: Date, b: Date): number => a.getFullYear() - b.getFullYear();\n',
    'src/domain/in/years.test.ts': `import { expect, test } from 'vitest';\nimport { years } from './years.js';\n\ntest('years', () => {\n  expect(years(new Date(0), new Date(0))).toBe(0);\n});\n`,
    'src/store/users.ts': `import { sql } from 'drizzle-orm';\n\nexport const one = sql\`select 1\`;\n`,
  });
  expect(findings).toEqual([]);
  expect(passed).toBe(true);
});

test('only store imports a database driver', () => {
  const drivers = ['drizzle-orm', 'drizzle-orm/node-postgres', 'pg', '@electric-sql/pglite'];
  const places = ['src', ...targets.map((folder) => `src/${folder}`)];
  const planted = drivers.flatMap((name, index) =>
    places.map((place) => ({ file: `${place}/driver-${index}.ts`, text: `export * from '${name}';\n` })),
  );

  const { findings } = lintPlanted(Object.fromEntries(planted.map(({ file, text }) => [file, text])));

  const refused = planted.map(({ file }) => file).filter((file) => !file.startsWith('src/store/'));
  expect(breachesOf(findings).toSorted()).toEqual(refused.toSorted());
});

test('an operation does not import another one; the table imports all', () => {
  const { findings } = lintPlanted({
    'src/operations/SignUp.ts': `export const SignUp = 1;\n`,
    'src/operations/GetUser.ts': `export { SignUp } from './SignUp.js';\n`,
    'src/operations/ListUsers.ts': `export { SignUp } from '#operations/SignUp.js';\n`,
    'src/operations/DeleteUser.ts': `export { page } from './page.js';\n`,
    'src/operations/page.ts': `export const page = 1;\n`,
    'src/operations/index.ts': `export { SignUp } from './SignUp.js';\n`,
  });
  expect(breachesOf(findings).toSorted()).toEqual(['src/operations/GetUser.ts', 'src/operations/ListUsers.ts']);
});
