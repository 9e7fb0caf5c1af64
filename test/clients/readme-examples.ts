import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout. */
export const root = path.join(import.meta.dirname, '..', '..');

/** An example of the README as it stands there, by the name of the file that the reader saves it as. Throws when it is not there. */
export const readmeExample = (name: string): string => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, example] = new RegExp(`<!-- example: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, 'ms').exec(readme) ?? [];
  if (example === undefined) throw new Error(`README.md has no example ${name}`);
  return example;
};
