import { ready } from '#http/health.js';
import { expect, test } from '../support/test.js';

test.for(['/healthz', '/readyz'])('%s is well', async (path, { server }) => {
  const response = await server.fetch(new Request(`http://localhost:9229${path}`));

  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a database that refuses is not ready', async () => {
  const response = await ready(() => Promise.reject(new Error('refused')));
  expect(response.status).toBe(503);
});

test('a database that does not answer is not ready, soon', async () => {
  const start = Date.now();
  const response = await ready(() => new Promise(() => undefined));

  expect(response.status).toBe(503);
  expect(Date.now() - start).toBeLessThan(5000);
});
