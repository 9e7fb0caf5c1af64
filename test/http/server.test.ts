import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished, expect, test, vi } from 'vitest';
import { listen, type HttpServer } from '#http/server.js';
import { silentLog } from '#lib/log.js';
import { freePort } from '../support/free-port.mjs';

const start = async (fetch: (request: Request) => Promise<Response> = async () => new Response('done')) => {
  const port = await freePort();
  const server = await listen({ host: '127.0.0.1', port, log: silentLog, fetch });
  onTestFinished(() => server.stop());
  return { port, server };
};

/** A GET over a kept connection, and how the answer says that the connection goes on. */
const ask = async (port: number, agent: Agent): Promise<{ text: string; connection: string | undefined }> => {
  const [response] = (await once(get({ port, host: '127.0.0.1', agent }), 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return { text, connection: response.headers.connection };
};

const oneConnection = (): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
};

/** A handler whose one request is answered when the test says so. */
const heldRequest = () => {
  let [arrive, release] = [() => undefined as void, () => undefined as void];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const fetch = async () => {
    arrive();
    await released;
    return new Response('done');
  };
  return { fetch, arrived, release: () => release() };
};

/** How long the stop takes, in milliseconds. */
const stopped = async (server: HttpServer): Promise<number> => {
  const since = Date.now();
  await server.stop();
  return Date.now() - since;
};

test('a connection is kept, longer than clients and load balancers keep it', async () => {
  const { port } = await start();
  const [response] = (await once(get({ port, host: '127.0.0.1', agent: oneConnection() }), 'response')) as [
    IncomingMessage,
  ];
  response.resume();

  expect(response.headers['keep-alive']).toBe('timeout=75');
});

test('a server without connections stops at once, and does not wait as one does that has some', async () => {
  const [{ server }, { port, server: waiting }] = [await start(), await start()];
  await ask(port, oneConnection());
  const order: string[] = [];
  const stop = async (name: string, of: HttpServer) => {
    await of.stop();
    order.push(name);
  };
  await Promise.all([stop('with a connection', waiting), stop('without', server)]);
  expect(order).toEqual(['without', 'with a connection']);
});

test('a stop answers what is in flight, and refuses new connections meanwhile', async () => {
  const { fetch, arrived, release } = heldRequest();
  const { port, server } = await start(fetch);
  const answer = ask(port, oneConnection());
  await arrived;
  const stopping = stopped(server);

  const refused = async () => {
    const socket = connect(port, '127.0.0.1');
    await expect(once(socket, 'connect').finally(() => socket.destroy())).rejects.toThrow('ECONNREFUSED');
  };
  // Seldom, since the listener stays as long as connections come.
  await vi.waitFor(refused, { interval: 300, timeout: 8_000 });
  release();
  expect(await answer).toMatchObject({ text: 'done' });
  await stopping;
});

test('a stop answers what still arrives on a kept connection, and tells the client to close it', async () => {
  const { port, server } = await start();
  const agent = oneConnection();
  expect(await ask(port, agent)).toEqual({ text: 'done', connection: 'keep-alive' });

  const stopping = stopped(server);
  await pause(300);
  expect(await ask(port, agent)).toEqual({ text: 'done', connection: 'close' });
  await stopping;
});

test('a stop does not wait long for connections on which nothing arrives', async () => {
  const { port, server } = await start();
  await ask(port, oneConnection());
  // Far from what it waits for a request.
  expect(await stopped(server)).toBeLessThan(9_000);
});

test('a stop ends a request that does not end', async () => {
  const { fetch, arrived } = heldRequest();
  const { port, server } = await start(fetch);
  const [answer] = await Promise.allSettled([ask(port, oneConnection()), arrived.then(() => server.stop())]);

  expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } });
});

test('an impossible Host header is answered in the API’s own shape', async () => {
  const { port } = await start();
  const socket = connect(port, '127.0.0.1');
  socket.end('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) text += chunk;

  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect(text).toContain('{"__type":"BadRequestException"');
});

test('a port in use is named', async () => {
  const { port } = await start();
  const second = listen({ host: '127.0.0.1', port, log: silentLog, fetch: async () => new Response() });

  await expect(second).rejects.toMatchObject({
    name: 'StartFailure',
    message: `The port ${port} of 127.0.0.1 is in use: stop the other program or set POOLHOUSE_PORT.`,
  });
});

test('a host that is none of this machine’s is named', async () => {
  const second = listen({
    host: '192.0.2.1',
    port: await freePort(),
    log: silentLog,
    fetch: async () => new Response(),
  });
  await expect(second).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining('POOLHOUSE_HOST 192.0.2.1') as string,
  });
});

/** What the server says to bytes of any kind before it hangs up. */
const reply = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
};

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a bad length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
  ['a bad character in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n', 400],
  ['headers beyond all measure', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
])('%s is answered in AWS\u2019s shape', async (_what, bytes, status) => {
  const { port } = await start();

  const [head = '', body = ''] = (await reply(port, bytes)).split('\r\n\r\n');

  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain('x-amzn-ErrorType: SerializationException:');
  expect(JSON.parse(body)).toEqual({ __type: 'SerializationException', message: 'The request is not valid HTTP.' });
});

test('an expectation that nobody knows does not matter', async () => {
  const { port } = await start();
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n';
  expect(await reply(port, request)).toContain('HTTP/1.1 200 ');
});
