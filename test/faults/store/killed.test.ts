import { once } from 'node:events';
import { expect, test } from 'vitest';
import { newPlace, newServer, storedIds, writer } from './writer.js';

test('what was acknowledged survives a kill of the process at once after it', async () => {
  const place =
    process.env['POOLHOUSE_TEST_ENGINE'] === 'postgres'
      ? { ...(await newPlace()), url: (await newServer()).url }
      : await newPlace();
  const all: number[] = [];
  for (const count of [1, 2, 37]) {
    const { child, acknowledged } = await writer(place, count);
    child.kill('SIGKILL');
    await once(child, 'exit');
    all.push(...acknowledged);
    const stored = await storedIds(place);
    expect(all.filter((id) => !stored.has(id))).toEqual([]);
  }
});
