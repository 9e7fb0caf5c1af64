import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultLimits } from '#domain/limits.js';

const root = path.join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const namesIn = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map(([, name]) => name ?? '');

/** The rows of all tables, by the words between backticks in their first column. */
const rowsOf = (document: string): Map<string, string> =>
  new Map(
    read(document)
      .split('\n')
      .flatMap((row) => namesIn(/^\| ([^|]*)/.exec(row)?.[1] ?? '', /`([^`]+)`/g).map((name) => [name, row] as const)),
  );

test('the README’s table of settings has each that config.ts knows, and no other', () => {
  const known = namesIn(read('src/config.ts'), /^ {2}'(POOLHOUSE_\w+)',$/gm);
  const explained = [...rowsOf('README.md').keys()].filter((name) => name.startsWith('POOLHOUSE_'));

  expect(explained.toSorted()).toEqual(known.toSorted());
});

test('docs/limits.md has each limit with its default', () => {
  const limits = Object.entries(defaultLimits).flatMap(([name, value]: [string, number | Record<string, number>]) =>
    typeof value === 'number'
      ? [[name, value] as const]
      : Object.entries(value).map(([member, limit]) => [`${name}.${member}`, limit] as const),
  );
  const shown = [...rowsOf('docs/limits.md')].map(([name, row]) => [name, Number(row.split('|')[2])]);

  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(limits));
});

test.each(documents)('what %s links to is there', (document) => {
  const links = namesIn(read(document), /\]\(([^)#:]+)(?:#[^)]*)?\)/g);
  const missing = links.filter((link) => !existsSync(path.join(root, path.dirname(document), link)));

  expect(missing).toEqual([]);
});

test('the tests that docs/security.md names are there', () => {
  const names = namesIn(read('docs/security.md'), /`(test\/[^`]+|src\/[^`]+)`/g);

  expect(names).not.toEqual([]);
  expect(names.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});
