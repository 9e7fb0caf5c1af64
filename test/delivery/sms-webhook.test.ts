import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { smsWebhook } from '#delivery/sms-webhook.js';

const envelope = { id: 'b8d4b0a4-4f0e-4a55-9d4f-1f6b4c9a2f10', poolId: 'us-east-1_Ab12Cd34E', kind: 'SignUp' } as const;
const message = { medium: 'SMS', to: '+15555550100', text: 'Your verification code is 654321.' } as const;
const secret = `whsec_${Buffer.from('a key of the operator’s').toString('base64')}`;

interface Received {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A receiver that answers with these statuses, one after the other; 0 means never. */
const receiver = async (...statuses: number[]): Promise<{ url: string; received: Received[] }> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = statuses[received.length - 1] ?? 200;
      if (status > 0) response.writeHead(status, { location: 'http://localhost/elsewhere' }).end('taken');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, received };
};

const transportTo = (url: string, key?: string) => {
  const transport = smsWebhook({ url, secret: key });
  closing.push(() => transport.close());
  return transport;
};

describe('a text message', () => {
  test('is posted as JSON with a signature that the receiver can check', async () => {
    const { url, received } = await receiver();

    expect(await transportTo(url, secret).send(envelope, message)).toEqual({ kind: 'sent' });

    const [{ method, headers, body } = { method: '', headers: {} as IncomingHttpHeaders, body: '' }] = received;
    expect(method).toBe('POST');
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      id: envelope.id,
      to: '+15555550100',
      text: message.text,
      purpose: 'SignUp',
      userPoolId: envelope.poolId,
    });
    expect(headers['webhook-id']).toBe(envelope.id);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    const signed = `${envelope.id}.${String(headers['webhook-timestamp'])}.${body}`;
    const expected = createHmac('sha256', 'a key of the operator’s').update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  test('is not signed without a secret', async () => {
    const { url, received } = await receiver();
    await transportTo(url).send(envelope, message);
    expect(received[0]?.headers).not.toHaveProperty('webhook-signature');
  });

  test('carries the credentials of the URL as Basic authentication', async () => {
    const { url, received } = await receiver();
    await transportTo(url.replace('127', 'sms:p%40ss@127')).send(envelope, message);
    expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('sms:p@ss').toString('base64')}`);
  });
});

describe('an attempt', () => {
  test.each([400, 401, 404, 422])('that is answered %i ends the message', async (status) => {
    const { url } = await receiver(status);
    expect(await transportTo(url).send(envelope, message)).toEqual({
      kind: 'refused',
      reason: `the webhook answered ${status}`,
    });
  });

  test.each([302, 408, 409, 425, 429, 500, 503])('that is answered %i is made again later', async (status) => {
    const { url, received } = await receiver(status);
    expect(await transportTo(url).send(envelope, message)).toEqual({
      kind: 'deferred',
      reason: `the webhook answered ${status}`,
    });
    expect(received).toHaveLength(1);
  });

  test('at a receiver that is away is made again later, and its reason tells no secret', async () => {
    const { url } = await receiver();
    await closing.pop()?.();
    const outcome = await transportTo(url.replace('127', 'user:secret@127')).send(envelope, message);
    expect(outcome).toEqual({ kind: 'deferred', reason: 'the webhook could not be reached: ECONNREFUSED' });
  });

  test('under way is broken off when the server stops, and made again later', async () => {
    const { url, received } = await receiver(0);
    const transport = transportTo(url);
    const outcome = transport.send(envelope, message);
    await expect.poll(() => received.length).toBe(1);
    transport.close();
    expect(await outcome).toMatchObject({ kind: 'deferred' });
  });
});
