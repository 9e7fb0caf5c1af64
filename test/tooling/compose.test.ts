import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(path.join(import.meta.dirname, '..', '..', name), 'utf8');
const namesIn = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map(([, name]) => name ?? '');

/** What the composition decides itself: where it listens and stores is a matter between the image and the ports. */
const fixed = ['POOLHOUSE_HOST', 'POOLHOUSE_PORT', 'POOLHOUSE_DATA_DIR'];

test('docker-compose.yml hands on every setting that config.ts knows', () => {
  const known = namesIn(read('src/config.ts'), /^ {2}'(POOLHOUSE_\w+)',$/gm);
  const handedOn = namesIn(read('docker-compose.yml'), /^ {6}(POOLHOUSE_\w+):/gm);

  expect(known).not.toEqual([]);
  expect(handedOn.toSorted()).toEqual(known.filter((name) => !fixed.includes(name)).toSorted());
});

test('.env.example names each secret without which the composition refuses to start', () => {
  const required = new Set(namesIn(read('docker-compose.yml'), /\$\{(\w+):\?/g));
  const explained = namesIn(read('.env.example'), /^(\w+)=$/gm);

  expect(explained.toSorted()).toEqual([...required].toSorted());
});
