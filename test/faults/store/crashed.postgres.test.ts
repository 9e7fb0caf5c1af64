import { expect, test } from 'vitest';
import { newPlace, newServer, storedIds, writer } from './writer.js';

test('what was acknowledged survives a crash of the server', async () => {
  const server = await newServer();
  const place = { ...(await newPlace()), url: server.url };
  const { child, acknowledged } = await writer(place, 100);
  await server.stop('immediate');
  child.kill('SIGKILL');
  await server.start();
  const stored = await storedIds(place);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});
