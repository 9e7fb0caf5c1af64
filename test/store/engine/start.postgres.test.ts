import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';
import { openDatabase } from '#store/open.js';
import { emptyPlace } from './engine.js';

const refusal = async (url: string): Promise<string> => {
  const start = Date.now();
  const failure: unknown = await openDatabase({ url, dataDir: '', waitSeconds: 1, log: silentLog }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartFailure);
  expect(Date.now() - start).toBeLessThan(18_000);
  return failure instanceof Error ? failure.message : '';
};

/** A server that does with its connections what it is told. */
const serverThat = async (handle: (socket: Socket) => void): Promise<URL> => {
  const server = createServer((socket) => handle(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return new URL(`postgres://someone:secret-password@127.0.0.1:${(server.address() as AddressInfo).port}/accounts`);
};

/** A message of PostgreSQL's protocol. */
const message = (type: string, content: Buffer): Buffer => {
  const header = Buffer.alloc(5, type);
  header.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([header, content]);
};

const numbers = (...values: readonly [bytes: 2 | 4, value: number][]): Buffer =>
  Buffer.concat(
    values.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeIntBE(value, 0, bytes);
      return buffer;
    }),
  );

/** Answers every query with one row of texts. */
const answering =
  (row: Record<string, string>) =>
  (socket: Socket): void => {
    const names = Object.keys(row).map((name) =>
      Buffer.concat([Buffer.from(`${name}\0`), numbers([4, 0], [2, 0], [4, 25], [2, -1], [4, -1], [2, 0])]),
    );
    const values = Object.values(row).map((value) => Buffer.concat([numbers([4, value.length]), Buffer.from(value)]));
    const count = numbers([2, names.length]);
    const ready = message('Z', Buffer.from('I'));
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', numbers([4, 0])), ready]));
      socket.on('data', () =>
        socket.write(
          Buffer.concat([
            message('T', Buffer.concat([count, ...names])),
            message('D', Buffer.concat([count, ...values])),
            message('C', Buffer.from('SELECT 1\0')),
            ready,
          ]),
        ),
      );
    });
  };

test('a server that is not there is named, without the password, when the waiting is over', async () => {
  const url = await serverThat((socket) => socket.destroy());
  const text = await refusal(url.href);
  expect(text).toMatch(/^The database 127\.0\.0\.1:\d+\/accounts did not answer within 1 s: .*\.$/);
  expect(text).not.toContain('secret');
  url.port = '1';
  expect(await refusal(url.href)).toMatch(
    /^The database 127\.0\.0\.1:1\/accounts did not answer within 1 s: .*ECONNREFUSED/,
  );
});

test('a server that takes connections and says nothing holds nobody up', async () => {
  const url = await serverThat(() => undefined);
  expect(await refusal(url.href)).toContain('did not answer within 1 s');
});

test('a server that is too old is refused by its version', async () => {
  const url = await serverThat(answering({ server_version_num: '130014', server_version: '13.14' }));
  expect(await refusal(url.href)).toBe('PostgreSQL 13.14 is too old: Poolhouse needs version 14 or newer.');
});

test('a wrong password and a missing database are told at once', async () => {
  const { url = '' } = await emptyPlace();
  const wrongPassword = new URL(url);
  wrongPassword.password = 'secret-password';
  expect(await refusal(wrongPassword.href)).toMatch(/^The database \S+ refuses the password in DATABASE_URL\.$/);
  const missing = new URL(url);
  missing.pathname = '/no_such_database';
  expect(await refusal(missing.href)).toMatch(/^The database \S+\/no_such_database does not exist on its server\.$/);
});

test.each(['', 'localhost', 'mysql://secret-password@localhost/accounts', 'postgres://secret-password@:x'])(
  'what is no URL of a database is refused, and not shown (%#)',
  async (url) => {
    const text = await refusal(url);
    expect(text).toMatch(/^DATABASE_URL is not a URL of the form/);
    expect(text).not.toContain('secret-password');
  },
);
