import { createHmac } from 'node:crypto';
import type { RenderedSms } from '#domain/message.js';
import { splitCredentials, type SplitUrl } from '#lib/url-credentials.js';
import type { Envelope, Outcome, Transport } from './transport.js';

// A receiver that hands the message on before it answers may take long; the message's lease is renewed meanwhile.
const attemptMilliseconds = 30_000;

/**
 * Sends text messages by an operator's webhook: a POST of `{ id, to, text, purpose, userPoolId }`, signed as Standard Webhooks
 * says when there is a secret (`whsec_` and a key in base64). An answer of 2xx means that the message was taken; 4xx, but for
 * 408, 409, 425 and 429, that it never will be; anything else that a later attempt may succeed.
 */
export const smsWebhook = ({ url, secret }: { url: string; secret: string | undefined }): Transport<RenderedSms> => {
  const { url: target, credentials } = splitCredentials(url);
  const closing = new AbortController();
  return {
    async send(envelope, message) {
      const body = bodyOf(envelope, message);
      try {
        const response = await fetch(target, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            ...basic(credentials),
            ...signatureHeaders(envelope.id, body, secret, new Date()),
          },
          body,
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(attemptMilliseconds)]),
        });
        await response.body?.cancel();
        return outcomeOf(response.status);
      } catch (error) {
        return { kind: 'deferred', reason: reasonOf(error) };
      }
    },
    close() {
      closing.abort();
    },
  };
};

/** A user and password in the URL become Basic authentication, as with curl. */
const basic = (credentials: SplitUrl['credentials']): Record<string, string> =>
  credentials
    ? { authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}` }
    : {};

const bodyOf = ({ id, kind, poolId }: Envelope, { to, text }: RenderedSms): string =>
  JSON.stringify({ id, to, text, purpose: kind, userPoolId: poolId });

/** The headers of Standard Webhooks: the id is the same in every attempt, the time and so the signature are not. */
const signatureHeaders = (id: string, body: string, secret: string | undefined, now: Date): Record<string, string> => {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === undefined) return headers;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
};

/** Client errors that say "not now". */
const temporary = new Set([408, 409, 425, 429]);

const outcomeOf = (status: number): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `the webhook answered ${status}`;
  return { kind: status >= 400 && status < 500 && !temporary.has(status) ? 'refused' : 'deferred', reason };
};

// The URL may hold credentials, so only what kind of failure it was is told.
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return `the webhook could not be reached: ${code ?? (error instanceof Error ? error.name : 'unknown')}`;
};
