import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { smtpTransport } from '#delivery/smtp.js';
import type { RenderedEmail } from '#domain/message.js';
import { type MailServerBehaviour, smtpError, startMailServer } from './mail-server.js';

const id = 'b8d4b0a4-4f0e-4a55-9d4f-1f6b4c9a2f10';
const envelope = { id, poolId: 'us-east-1_Ab12Cd34E', kind: 'SignUp' } as const;
const code = '654321';
const message: RenderedEmail = {
  medium: 'EMAIL',
  to: 'maya@example.com',
  from: 'Staff <staff@example.org>',
  subject: 'Your verification code',
  html: `<p>Your code &amp; yours only: <b>${code}</b></p>`,
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const transportTo = (port: number, query = '', scheme = 'smtp', login = '') => {
  const transport = smtpTransport(`${scheme}://${login}127.0.0.1:${port}/${query}`);
  closing.push(() => transport.close());
  return transport;
};

const setUp = async (behaviour: MailServerBehaviour = {}, query = '') => {
  const server = await startMailServer(behaviour);
  closing.push(() => server.close());
  return { server, transport: transportTo(server.port, query) };
};

describe('a mail', () => {
  test('arrives as it was rendered, with its text beside the HTML', async () => {
    const { server, transport } = await setUp();

    const outcome = await transport.send(envelope, {
      ...message,
      replyTo: 'Help <help@example.org>',
      configurationSet: 'main',
    });

    expect(outcome).toEqual({ kind: 'sent' });
    const [{ mail, recipients } = {}] = server.received;
    expect(recipients).toEqual(['maya@example.com']);
    expect(mail).toMatchObject({
      subject: 'Your verification code',
      html: message.html,
      text: `Your code & yours only: ${code}`,
      messageId: `<${id}@example.org>`,
    });
    expect(mail?.from?.text).toBe('"Staff" <staff@example.org>');
    expect(mail?.replyTo?.text).toBe('"Help" <help@example.org>');
    expect(mail?.headers.get('x-ses-configuration-set')).toBe('main');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  test('goes to one address, whatever that holds', async () => {
    const { server, transport } = await setUp();

    const outcome = await transport.send(envelope, { ...message, to: 'maya@example.com, eve@example.com' });

    expect(server.received.flatMap(({ recipients }) => recipients)).not.toContain('eve@example.com');
    expect(outcome).toMatchObject({ kind: 'refused' });
  });

  test('keeps its subject out of the other headers', async () => {
    const { server, transport } = await setUp();

    await transport.send(envelope, { ...message, subject: 'Hello\r\nBcc: eve@example.com' });

    expect(server.received[0]?.mail.bcc).toBeUndefined();
    expect(server.received[0]?.recipients).toEqual(['maya@example.com']);
  });

  test('follows others over the same connection', async () => {
    const connections = new Set<string>();
    const { transport } = await setUp({
      onMailFrom: (_address, { id: connection }, next) => next(connections.add(connection) && null),
    });

    for (const number of [1, 2, 3])
      expect(await transport.send({ ...envelope, id: `${id}-${number}` }, message)).toEqual({ kind: 'sent' });

    expect(connections.size).toBe(1);
  });
});

describe('the connection', () => {
  test('is encrypted by STARTTLS where the server offers it', async () => {
    const secure: boolean[] = [];
    const { transport } = await setUp(
      {
        disabledCommands: [],
        onMailFrom: (_address, session, next) => next(secure.push(session.secure) ? null : null),
      },
      '?tls.rejectUnauthorized=false',
    );

    expect(await transport.send(envelope, message)).toEqual({ kind: 'sent' });
    expect(secure).toEqual([true]);
  });

  test('does not trust an unknown certificate by itself', async () => {
    const { server, transport } = await setUp({ disabledCommands: [] });

    expect(await transport.send(envelope, message)).toMatchObject({ kind: 'deferred' });
    expect(server.received).toHaveLength(0);
  });

  test('is encrypted from its beginning with smtps', async () => {
    const server = await startMailServer({ secure: true });
    closing.push(() => server.close());

    const transport = transportTo(server.port, '?tls.rejectUnauthorized=false', 'smtps');

    expect(await transport.send(envelope, message)).toEqual({ kind: 'sent' });
  });

  test('logs in with the name and password of the URL', async () => {
    const logins: unknown[] = [];
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, answer) => {
        logins.push(username, password);
        answer(null, password === 's3cret/?' ? { user: username ?? '' } : {});
      },
    });
    closing.push(() => server.close());

    expect(await transportTo(server.port, '', 'smtp', 'post:s3cret%2F%3F@').send(envelope, message)).toEqual({
      kind: 'sent',
    });
    expect(logins).toEqual(['post', 's3cret/?']);

    expect(await transportTo(server.port, '', 'smtp', 'post:wrong@').send(envelope, message)).toMatchObject({
      kind: 'deferred',
      reason: expect.stringMatching(/^the server answered 535 to AUTH/) as string,
    });
  });
});

describe('failures', () => {
  test('a server that is not there defers the mail', async () => {
    const { server, transport } = await setUp();
    await server.close();

    expect(await transport.send(envelope, message)).toEqual({ kind: 'deferred', reason: 'ECONNREFUSED at CONN' });
  });

  test.each([
    ['MAIL FROM', 'deferred'],
    ['RCPT TO', 'refused'],
    ['DATA', 'refused'],
  ] as const)(
    'a 550 to %s: the mail is %s, and the reason repeats nothing of the server’s words',
    async (command, kind) => {
      const refusal = smtpError(550, `5.1.1 <maya@example.com> is unknown, not sending ${code}`);
      const { server, transport } = await setUp({
        ...(command === 'MAIL FROM' && { onMailFrom: (_address, _session, next) => next(refusal) }),
        ...(command === 'RCPT TO' && { onRcptTo: (_address, _session, next) => next(refusal) }),
        ...(command === 'DATA' && { beforeAnswer: () => Promise.reject(refusal) }),
      });

      expect(await transport.send(envelope, message)).toEqual({
        kind,
        reason: `the server answered 550 5.1.1 to ${command}`,
      });
      expect(server.received).toHaveLength(0);
    },
  );

  test.each(['RCPT TO', 'DATA'] as const)('a 451 to %s defers the mail', async (command) => {
    const refusal = smtpError(451, '4.7.1 greylisted');
    const { transport } = await setUp({
      ...(command === 'RCPT TO' && { onRcptTo: (_address, _session, next) => next(refusal) }),
      ...(command === 'DATA' && { beforeAnswer: () => Promise.reject(refusal) }),
    });

    expect(await transport.send(envelope, message)).toEqual({
      kind: 'deferred',
      reason: `the server answered 451 4.7.1 to ${command}`,
    });
  });

  test('a server that answers late is waited for', async () => {
    const { server, transport } = await setUp({ beforeAnswer: () => sleep(1_500) });

    expect(await transport.send(envelope, message)).toEqual({ kind: 'sent' });
    expect(server.contents()).toBe(1);
  });

  test('a connection that breaks before the answer defers the mail: the transport does not send it again by itself', async () => {
    const { server, transport } = await setUp({
      beforeAnswer: async ({ cut }) => {
        cut();
        await sleep(50);
      },
    });

    expect(await transport.send(envelope, message)).toMatchObject({ kind: 'deferred' });
    await sleep(500);
    expect(server.contents()).toBe(1);
  });

  test('a server that falls silent defers the mail at the socket’s deadline', async () => {
    const { transport } = await setUp({ beforeAnswer: () => sleep(5_000) }, '?socketTimeout=300');

    expect(await transport.send(envelope, message)).toEqual({ kind: 'deferred', reason: 'ETIMEDOUT at CONN' });
  });

  test('an attempt that is broken off is deferred', async () => {
    const { transport } = await setUp({ beforeAnswer: () => sleep(5_000) });

    const sending = transport.send(envelope, message);
    await sleep(500);
    transport.close();

    expect(await sending).toMatchObject({ kind: 'deferred' });
  });
});
