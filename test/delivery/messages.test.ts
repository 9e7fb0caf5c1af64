import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { smtpTransport } from '#delivery/smtp.js';
import type { Transports } from '#delivery/transport.js';
import type { Pool } from '#domain/pool.js';
import { createMessages, type Messages, type MessagesOptions } from '#services/messages.js';
import { leaseMilliseconds, type Outbox, type OutboxRow } from '#store/outbox.js';
import { type OutboxFixture, openOutbox, testClock, testLog } from './fixture.js';
import { type MailServer, type MailServerBehaviour, smtpError, startMailServer } from './mail-server.js';

let fixture: OutboxFixture;
let pool: Pool;
let clock = testClock();
let log = testLog();
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  fixture = await openOutbox();
  pool = await fixture.pool();
});
beforeEach(async () => {
  await fixture.empty();
  clock = testClock();
  log = testLog();
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => fixture.close());

const mailServer = async (behaviour: MailServerBehaviour = {}): Promise<MailServer> => {
  const server = await startMailServer(behaviour);
  closing.push(() => server.close());
  return server;
};

/** A port that nobody listens on. */
const stoppedMailServer = async (): Promise<MailServer> => {
  const server = await startMailServer();
  await server.close();
  return server;
};

/** One process's messages. */
const start = (transports: Transports, changes: Partial<MessagesOptions> = {}): Messages => {
  const messages = createMessages({
    outbox: fixture.outbox,
    findPool: async (id) => (id === pool.id ? pool : undefined),
    transports,
    emailFrom: 'server@example.org',
    clock,
    log,
    showCodes: false,
    ...changes,
  });
  closing.push(() => messages.close());
  return messages;
};
const bySmtp = (port: number): Transports => ({ EMAIL: smtpTransport(`smtp://127.0.0.1:${port}`) });

const stored = async (draft: Parameters<OutboxFixture['store']>[1] = { poolId: pool.id }): Promise<OutboxRow> => {
  const [row] = await fixture.store(clock.now(), draft);
  if (!row) throw new Error('There is a message');
  return row;
};
const states = async () => (await fixture.rows()).map(({ state }) => state);
const reached = (...expected: string[]) =>
  vi.waitFor(async () => expect(await states()).toEqual(expected), { timeout: 30_000, interval: 20 });
const deferred = (reason: RegExp) =>
  vi.waitFor(
    async () =>
      expect((await fixture.rows())[0]).toMatchObject({
        state: 'pending',
        lastError: expect.stringMatching(reason) as string,
      }),
    {
      timeout: 30_000,
      interval: 20,
    },
  );

/** An outcome is logged after it is stored. */
const logged = (lines: number) =>
  vi.waitFor(() => expect(log.lines).toHaveLength(lines), { timeout: 30_000, interval: 20 });

/** Holds whoever waits until it is opened. */
const gate = () => {
  const door = new EventEmitter();
  return { opened: once(door, 'open'), open: () => door.emit('open') };
};

// docs/adr/0006
describe('a message that is pretended', () => {
  test.each(['local inbox', 'mail server'])('leaves nothing: %s', async (sender) => {
    const server = await mailServer();
    const messages = start(sender === 'mail server' ? bySmtp(server.port) : {});
    const row = await stored();
    await fixture.empty();

    await messages.pretend(pool, row);
    await messages.close();

    expect(await fixture.rows()).toEqual([]);
    expect(server.received).toEqual([]);
    expect(log.lines).toEqual([]);
  });
});

describe('with a mail server', () => {
  test('a message is sent at once, and the request does not wait for the server', async () => {
    const { opened, open } = gate();
    const server = await mailServer({
      beforeAnswer: async () => {
        await opened;
      },
    });
    const messages = start(bySmtp(server.port));
    const row = await stored();

    await messages.deliver(pool, row);

    expect(server.received).toHaveLength(0);
    expect(await states()).toEqual(['pending']);
    open();
    await reached('sent');
    expect(server.received).toHaveLength(1);
    const [{ mail } = {}] = server.received;
    expect(mail).toMatchObject({ subject: 'Your verification code', text: 'Your verification code is 654321.' });
    expect(mail?.from?.text).toBe('server@example.org');
    expect(mail?.messageId).toBe(`<${row.message.id}@example.org>`);
  });

  test('what it logs names the message and its masked destination, never the code', async () => {
    const server = await mailServer();
    await start(bySmtp(server.port)).deliver(pool, await stored());
    await reached('sent');
    await logged(1);

    expect(log.lines).toMatchObject([
      { level: 'info', kind: 'SignUp', medium: 'EMAIL', to: 'm***@e***', pool: pool.id },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/654321|maya@example/);
  });

  test('a server that is down gets the message once it is up again, once', async () => {
    const { port } = await stoppedMailServer();
    const messages = start(bySmtp(port));

    await messages.deliver(pool, await stored());
    await deferred(/ECONNREFUSED/);
    await messages.sendDue();
    expect((await fixture.rows())[0]).toMatchObject({ attempts: 1 });

    const server = await mailServer({ port });
    clock.pass(7_000);
    await messages.sendDue();
    await reached('sent');
    clock.pass(3_600_000);
    await messages.sendDue();
    expect(server.contents()).toBe(1);
  });

  test('a server that refuses for now gets the same message again', async () => {
    const server = await mailServer({
      beforeAnswer: ({ count }) => {
        if (count < 3) throw smtpError(451, '4.7.1 greylisted');
      },
    });
    const messages = start(bySmtp(server.port));
    const row = await stored();

    await messages.deliver(pool, row);
    await deferred(/451 4\.7\.1/);
    clock.pass(7_000);
    await messages.sendDue();
    await logged(2);
    clock.pass(40_000);
    await messages.sendDue();

    await reached('sent');
    expect(server.received.map(({ mail }) => mail.messageId)).toEqual([`<${row.message.id}@example.org>`]);
    await logged(3);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'info']);
  });

  test('a recipient that the server refuses ends the message, with a reason in the log', async () => {
    const server = await mailServer({
      onRcptTo: (_address, _session, next) =>
        next(smtpError(550, '5.1.1 <maya@example.com> unknown, not taking 654321')),
    });

    await start(bySmtp(server.port)).deliver(pool, await stored());
    await reached('failed');
    await logged(1);

    expect(log.lines).toMatchObject([
      { level: 'error', to: 'm***@e***', reason: 'the server answered 550 5.1.1 to RCPT TO' },
    ]);
    expect(JSON.stringify([log.lines, await fixture.rows()])).not.toMatch(/654321|maya@example/);
  });

  test('a connection that breaks before the answer means another attempt, recognisable by its Message-ID', async () => {
    const server = await mailServer({
      beforeAnswer: ({ count, cut }) => {
        if (count === 1) cut();
      },
    });
    const messages = start(bySmtp(server.port));

    await messages.deliver(pool, await stored());
    await deferred(/ECONNRESET|ECONNECTION|ESOCKET/);
    clock.pass(7_000);
    await messages.sendDue();
    await reached('sent');

    const ids = server.received.map(({ mail }) => mail.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('a message that cannot be sent in time is given up, with the last reason in the log', async () => {
    const { port } = await stoppedMailServer();
    const messages = start(bySmtp(port));
    const validUntil = new Date(clock.now().getTime() + 20_000);

    await messages.deliver(pool, await stored({ poolId: pool.id, validUntil }));
    await deferred(/ECONNREFUSED/);
    clock.pass(7_000);
    await messages.sendDue();
    await reached('failed');
    await logged(2);

    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      reason: 'gave up after 2 attempts: ECONNREFUSED at CONN',
    });
  });

  test('a message that waited until its time was over is sent no more, and a millisecond before it is', async () => {
    const server = await mailServer();
    const messages = start(bySmtp(server.port));
    const validUntil = new Date(clock.now().getTime() + leaseMilliseconds + 1);
    await stored({ poolId: pool.id, validUntil });
    clock.pass(leaseMilliseconds);
    await messages.sendDue();
    await reached('sent');

    await stored({ poolId: pool.id, validUntil: new Date(clock.now().getTime() + leaseMilliseconds) });
    clock.pass(leaseMilliseconds);
    await messages.sendDue();
    await logged(2);

    expect(server.received).toHaveLength(1);
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', reason: 'its time was over before it could be sent' });
  });

  test('a message that another process left is given up when the next attempt would come too late', async () => {
    const { port } = await stoppedMailServer();
    const messages = start(bySmtp(port));
    await stored({ poolId: pool.id, validUntil: new Date(clock.now().getTime() + leaseMilliseconds + 1) });
    clock.pass(leaseMilliseconds);
    await messages.sendDue();
    await reached('failed');

    expect(log.lines.at(-1)).toMatchObject({ reason: 'gave up after 2 attempts: ECONNREFUSED at CONN' });
  });

  test('more messages than there are slots all go out, a few at a time', async () => {
    const sessions = new Set<string>();
    let most = 0;
    const server = await mailServer({
      onMailFrom: (_address, session, next) => {
        sessions.add(session.id);
        most = Math.max(most, sessions.size);
        next();
      },
      beforeAnswer: async ({ session }) => {
        await sleep(20);
        sessions.delete(session.id);
      },
    });
    const messages = start(bySmtp(server.port));
    const rows = await fixture.store(clock.now(), ...Array.from({ length: 30 }, () => ({ poolId: pool.id })));

    await Promise.all(rows.map((row) => messages.deliver(pool, row)));
    await reached(...rows.map(() => 'sent'));

    const ids = server.received.map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
    expect(most).toBeLessThanOrEqual(5);
  });

  test('a delivery that takes its time keeps its message from other processes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    closing.push(async () => vi.useRealTimers());
    const { opened, open } = gate();
    const server = await mailServer({
      beforeAnswer: async () => {
        await opened;
      },
    });
    await start(bySmtp(server.port)).deliver(pool, await stored());

    for (let seconds = 0; seconds < 120; seconds += 20) {
      clock.pass(20_000);
      vi.advanceTimersByTime(20_000);
      const renewed = clock.now().getTime() + leaseMilliseconds;
      await vi.waitFor(async () => expect((await fixture.rows())[0]?.dueAt.getTime()).toBe(renewed), {
        timeout: 30_000,
      });
    }
    open();
    await reached('sent');
    expect(server.contents()).toBe(1);
  });

  test(
    'closing breaks off what does not end by itself, and leaves it to the next start',
    { timeout: 60_000 },
    async () => {
      const { opened, open } = gate();
      const stuck: Transports = {
        EMAIL: {
          send: async () => {
            await opened;
            return { kind: 'deferred', reason: 'broken off' };
          },
          close: open,
        },
      };
      const messages = start(stuck);
      await messages.deliver(pool, await stored());

      await messages.close();

      expect(await fixture.rows()).toMatchObject([{ state: 'pending', lastError: 'broken off' }]);
    },
  );

  test('closing waits for what is being sent', async () => {
    const server = await mailServer({ beforeAnswer: () => sleep(300) });
    const messages = start(bySmtp(server.port));
    await messages.deliver(pool, await stored());

    await messages.close();

    expect(await states()).toEqual(['sent']);
  });
});

describe('several processes, and ones that end', () => {
  test('two on one outbox send each message once', async () => {
    const server = await mailServer();
    const processes = [start(bySmtp(server.port)), start(bySmtp(server.port))];
    await fixture.store(clock.now(), ...Array.from({ length: 40 }, () => ({ poolId: pool.id })));
    clock.pass(leaseMilliseconds);

    for (let round = 0; round < 40 && (await states()).includes('pending'); round += 1) {
      await Promise.all(processes.map((messages) => messages.sendDue()));
      await sleep(50);
    }

    expect(await states()).toEqual(Array.from({ length: 40 }, () => 'sent'));
    expect(server.received).toHaveLength(40);
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(40);
  });

  test('a message whose process ended before the first attempt is sent by the next one, when the lease is over', async () => {
    const server = await mailServer();
    await stored({ poolId: pool.id, kind: 'ForgotPassword', secret: '777777' });
    const messages = start(bySmtp(server.port));

    await messages.sendDue();
    expect(server.contents()).toBe(0);
    clock.pass(leaseMilliseconds);
    await messages.sendDue();
    await reached('sent');

    expect(server.received.map(({ mail }) => mail.text)).toEqual(['Your verification code is 777777.']);
  });

  test('a process that was thought dead does not undo what another has done', async () => {
    const { opened, open } = gate();
    const slow: Transports = {
      EMAIL: { send: async () => (await opened, { kind: 'deferred', reason: 'too late' }), close: open },
    };
    const server = await mailServer();
    const asleep = start(slow);
    await asleep.deliver(pool, await stored());

    clock.pass(leaseMilliseconds);
    await start(bySmtp(server.port)).sendDue();
    await reached('sent');
    open();
    await asleep.close();

    expect(await fixture.rows()).toMatchObject([{ state: 'sent', attempts: 2, lastError: null }]);
  });

  test('a database that is away when a mail was sent does not make it go out twice', async () => {
    const server = await mailServer();
    const failures = [new Error('away'), new Error('still away')];
    const outbox: Outbox = {
      ...fixture.outbox,
      async finish(...args) {
        const failure = failures.shift();
        if (failure) throw failure;
        return fixture.outbox.finish(...args);
      },
    };

    await start(bySmtp(server.port), { outbox }).deliver(pool, await stored());
    await reached('sent');

    expect(server.contents()).toBe(1);
    await logged(3);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'info']);
  });

  test('a database that is away after the commit does not fail the request', async () => {
    const outbox: Outbox = { ...fixture.outbox, keep: () => Promise.reject(new Error('away')) };
    await start({}, { outbox }).deliver(pool, await stored());

    const messages = start({});
    expect(await states()).toEqual(['pending']);
    clock.pass(leaseMilliseconds);
    await messages.sendDue();
    await reached('kept');
  });

  test('messages of a pool that is gone are ended', async () => {
    const other = await fixture.pool();
    await stored({ poolId: other.id });
    clock.pass(leaseMilliseconds);

    await start({}).sendDue();

    await reached('failed');
    await logged(1);
    expect(log.lines).toMatchObject([{ level: 'error', reason: 'its user pool is gone' }]);
  });
});

describe('without a transport', () => {
  test('a message is in the local inbox when the request is answered', async () => {
    await start({}).deliver(pool, await stored());

    expect(await fixture.outbox.inbox({ last: 1 })).toMatchObject([
      {
        kind: 'SignUp',
        message: {
          to: 'maya@example.com',
          subject: 'Your verification code',
          html: 'Your verification code is 654321. ',
        },
      },
    ]);
    expect(log.lines).toMatchObject([{ level: 'info', to: 'm***@e***', kind: 'SignUp' }]);
    expect(JSON.stringify(log.lines)).not.toMatch(/654321|maya@example/);
  });

  test('the log shows the code only where it may', async () => {
    await start({}, { showCodes: true }).deliver(pool, await stored());

    expect(log.lines).toMatchObject([{ code: '654321' }]);
  });

  test('text messages are kept although mails are sent', async () => {
    const server = await mailServer();
    const messages = start(bySmtp(server.port));

    await messages.deliver(
      pool,
      await stored({ poolId: pool.id, medium: 'SMS', destination: '+15555551234', attribute: 'phone_number' }),
    );

    expect(await states()).toEqual(['kept']);
    expect(await fixture.outbox.inbox({ to: '+15555551234', last: 1 })).toMatchObject([
      { message: { medium: 'SMS', text: 'Your verification code is 654321. ' } },
    ]);
  });
});

test('an invitation without a place for the password is not sent, and the request does not fail', async () => {
  const template = { InviteMessageTemplate: { EmailMessage: 'Hello {username}' } };
  const inviting = { ...pool, settings: { ...pool.settings, AdminCreateUserConfig: template } };

  await start({}).deliver(inviting, await stored({ poolId: pool.id, kind: 'AdminCreateUser' }));

  expect(await states()).toEqual(['failed']);
  expect(log.lines).toMatchObject([{ level: 'error', reason: "the pool's AdminCreateUser template lacks {####}" }]);
});
