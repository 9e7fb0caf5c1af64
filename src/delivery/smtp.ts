import nodemailer from 'nodemailer';
import type { RenderedEmail } from '#domain/message.js';
import { plainText } from './plain-text.js';
import type { Outcome, Transport } from './transport.js';

// Long enough for a server that scans a message before it answers: giving up early would send it twice (RFC 5321, 4.5.3.2.6).
const attemptMilliseconds = 300_000;

const timeouts = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 15_000, socketTimeout: 120_000 };

/**
 * Sends mail through the SMTP server of a `smtp://` or `smtps://` URL over a few kept connections. STARTTLS is used where the
 * server offers it; the URL's query may hold nodemailer's options (`?requireTLS=true&maxConnections=2`).
 */
export const smtpTransport = (url: string): Transport<RenderedEmail> => {
  const server = nodemailer.createTransport({
    ...timeouts,
    url,
    pool: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send({ id }, { to, from, replyTo, configurationSet, subject, html }) {
      try {
        await server.sendMail({
          // As an object it is one address, whatever it holds.
          to: { name: '', address: to },
          from,
          ...(replyTo && { replyTo }),
          subject,
          html,
          text: await plainText(html),
          messageId: `<${id}@${domainOf(from)}>`,
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...(configurationSet && { 'X-SES-CONFIGURATION-SET': configurationSet }),
          },
          signal: AbortSignal.timeout(attemptMilliseconds),
        });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close() {
      server.close({ force: true });
    },
  };
};

const domainOf = (from: string): string => /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';

/** What nodemailer adds to its errors. */
interface SmtpError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

const outcomeOf = (error: unknown): Outcome => {
  const smtp = error as SmtpError;
  return { kind: isRefusal(smtp) ? 'refused' : 'deferred', reason: reasonOf(smtp) };
};

// Only what is about this message ends it. A refused login or sender is the operator's to mend, and the message then goes out.
const isRefusal = ({ code, command, responseCode = 0 }: SmtpError): boolean =>
  responseCode >= 500 ? command === 'RCPT TO' || command === 'DATA' : code === 'EENVELOPE' && command === 'API';

// The server's own words are left out: they often repeat the address, and may repeat the message.
const reasonOf = ({ code, originalCode, command, response, responseCode }: SmtpError): string => {
  if (!responseCode) return `${originalCode ?? code ?? 'an unknown error'}${command ? ` at ${command}` : ''}`;
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  return `the server answered ${responseCode}${enhanced ? ` ${enhanced}` : ''} to ${command ?? 'the connection'}`;
};
