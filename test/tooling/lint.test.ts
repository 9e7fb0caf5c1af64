import { expect, test } from 'vitest';
import { lintPlanted } from './planted.js';

const longFunction = `export function long(): number {\n  let x = 0;\n${'  x += 1;\n'.repeat(45)}  return x;\n}\n`;
const longFile = Array.from({ length: 260 }, (_, index) => `export const x${index} = ${index};\n`).join('');
const query = `import { drizzle } from 'drizzle-orm/node-postgres';\n\nconst db = drizzle('postgres://');\n\nexport const run = (): void => {\n  db.execute('select 1');\n};\n`;

/** What is planted where, and the rule that must refuse it. */
const breaches = [
  { file: 'src/domain/in/up.ts', text: `export { x } from '../x.js';\n`, rule: 'import(no-relative-parent-imports)' },
  {
    file: 'src/domain/in/detour.ts',
    text: `export { x } from './../x.js';\n`,
    rule: 'import(no-relative-parent-imports)',
  },
  { file: 'src/lib/circle.ts', text: `export { y } from './circle-back.js';\n`, rule: 'import(no-cycle)' },
  { file: 'src/lib/default.ts', text: 'export default 1;\n', rule: 'import(no-default-export)' },
  { file: 'src/services/env.ts', text: `export const x = process.env['HOME'];\n`, rule: 'node(no-process-env)' },
  { file: 'src/services/console.ts', text: `console.log('here');\n`, rule: 'eslint(no-console)' },
  {
    file: 'src/lib/any.ts',
    text: 'export const x = (y: any): number => Number(y);\n',
    rule: 'typescript(no-explicit-any)',
  },
  { file: 'src/store/not-awaited.ts', text: query, rule: 'typescript(no-floating-promises)' },
  {
    file: 'src/lib/ignore.ts',
    text: `// @ts-ignore\nexport const x: string = 1;\n`,
    rule: 'typescript(ban-ts-comment)',
  },
  { file: 'src/lib/swallow.ts', text: 'try {\n  JSON.parse("");\n} catch {}\n', rule: 'eslint(no-empty)' },
  { file: 'src/lib/later.ts', text: '// FIXME later\nexport const x = 1;\n', rule: 'eslint(no-warning-comments)' },
  { file: 'src/lib/long-function.ts', text: longFunction, rule: 'eslint(max-lines-per-function)' },
  { file: 'src/lib/long.ts', text: longFile, rule: 'eslint(max-lines)' },
  {
    file: 'test/store/left-out.test.ts',
    text: `import { test } from 'vitest';\n\ntest.skip('a', () => {});\n`,
    rule: 'vitest(no-disabled-tests)',
  },
];
const beside = {
  'src/domain/x.ts': 'export const x = 1;\n',
  'src/lib/circle-back.ts': `import { y as z } from '#lib/circle.js';\n\nexport const y = (): number => z();\n`,
};

test('each planted breach is refused', () => {
  const { passed, findings } = lintPlanted({
    ...beside,
    ...Object.fromEntries(breaches.map(({ file, text }) => [file, text])),
  });

  const found = findings.map(({ file, rule }) => ({ file, rule }));
  expect(found).toEqual(expect.arrayContaining(breaches.map(({ file, rule }) => ({ file, rule }))));
  expect(passed).toBe(false);
});

test('config.ts reads the environment, commands print', () => {
  const { passed, findings } = lintPlanted({
    'src/config.ts': `export const home = process.env['HOME'];\n`,
    'src/cli/messages.ts': `console.log('none');\n`,
  });
  expect(findings).toEqual([]);
  expect(passed).toBe(true);
});
