// Writes docs/compatibility.md from the table of operations and the tests; with --check, fails when it is out of date.
// `npm run docs` builds first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { operations } from '../dist/operations/index.js';
import { operationNames } from '../dist/operations/names.js';

const root = new URL('../', import.meta.url);
const page = new URL('docs/compatibility.md', root);

const untested = Object.keys(operations).filter(
  (name) => !existsSync(new URL(`test/operations/${name}.test.ts`, root)),
);
if (untested.length > 0) {
  console.error(`No file under test/operations proves ${untested.join(', ')}.`);
  process.exit(1);
}

const works = operationNames.filter((name) => Object.hasOwn(operations, name));
const rows = operationNames.map((name) =>
  works.includes(name) ? `| ${name} | works | [test](../test/operations/${name}.test.ts) |` : `| ${name} | not yet | |`,
);
const text = await format(
  `# Compatibility

Of the ${operationNames.length} operations of the AWS SDK, ${works.length} work. The others answer \`UnknownOperationException\` with a message that names them. Settings of pools and
clients whose effect is not built yet are refused by name: [src/domain/unbuilt-settings.ts](../src/domain/unbuilt-settings.ts) lists them.

This page is made from the table of operations by \`npm run docs\`.

| Operation | | Proof |
| --- | --- | --- |
${rows.join('\n')}
`,
  { parser: 'markdown', printWidth: 120, singleQuote: true },
);

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.error('docs/compatibility.md is out of date: run `npm run docs`.');
  process.exit(1);
}
