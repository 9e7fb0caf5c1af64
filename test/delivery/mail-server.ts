import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** A mail as the server took it. */
interface ReceivedMail {
  readonly mail: ParsedMail;
  /** Of the envelope. */
  readonly recipients: readonly string[];
}

/** A real SMTP server on a real port. */
export interface MailServer {
  readonly port: number;
  /** What it has accepted, in order. */
  readonly received: readonly ReceivedMail[];
  /** How many mails' contents reached it, accepted or not. */
  readonly contents: () => number;
  close(): Promise<void>;
}

interface Arrival {
  readonly session: SMTPServerSession;
  /** How many contents have arrived, this one included. */
  readonly count: number;
  /** Ends every connection of the server without a word. */
  readonly cut: () => void;
}

export interface MailServerBehaviour extends SMTPServerOptions {
  port?: number;
  /** Runs when a mail's content has arrived, before the answer: it may wait, refuse by throwing, or cut the connection. */
  beforeAnswer?: (arrival: Arrival) => Promise<void> | void;
}

/** An error that the server answers with this SMTP code. */
export const smtpError = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

export const startMailServer = async ({
  port = 0,
  beforeAnswer,
  ...options
}: MailServerBehaviour = {}): Promise<MailServer> => {
  const received: ReceivedMail[] = [];
  let contents = 0;
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 200,
    ...options,
    onData: (stream, session, answer) => {
      // Copied now: the session's envelope is the next mail's as soon as this one is over.
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      const take = async () => {
        const mail = await simpleParser(stream);
        contents += 1;
        await beforeAnswer?.({ session, count: contents, cut });
        received.push({ mail, recipients });
      };
      take().then(() => answer(), answer);
    },
  });
  // Connections that a test cuts are errors here.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    contents: () => contents,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
