import { createServer, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { ApiError } from '#contract/api-error.js';
import { hasCode } from '#lib/error-code.js';
import type { Log } from '#lib/log.js';
import { newUuid } from '#lib/ids.js';
import { StartFailure } from '#lib/start-failure.js';
import { errorAnswer } from './aws-answer.js';
import type { Connection } from './headers.js';
import { doorMessages } from './messages.js';
import { refuse } from './refusal.js';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly fetch: (request: Request, connection: Connection) => Promise<Response>;
}

/** A listener on a port. */
export interface HttpServer {
  /**
   * Accepts no new connection as soon as none is on its way, answers what is in flight and what still arrives on kept connections, and
   * tells their clients to close them. Resolves when all connections are closed, after eleven seconds at the latest.
   */
  readonly stop: () => Promise<void>;
}

/** Listens for HTTP requests. Throws a StartFailure when the address cannot be had. */
export const listen = async ({ host, port, log, fetch }: ListenOptions): Promise<HttpServer> => {
  let stopping = false;
  let held: Promise<void> | undefined;
  const handle = getRequestListener(
    async (request, { incoming }) => {
      await held;
      return fetch(request, { incoming });
    },
    { errorHandler: unreadable },
  );
  const server = createServer(serverOptions, (incoming, outgoing) => {
    if (stopping) outgoing.shouldKeepAlive = false;
    void handle(incoming, outgoing);
  });
  await bind(server, host, port);
  // For example, the process has too many files open to accept a connection: no reason to end.
  server.on('error', (error) => log.warn({ reason: error.message }, 'A connection could not be accepted'));
  server.on('clientError', refuse);
  // A request whose `Expect` header nobody understands is answered like any other.
  server.on('checkExpectation', (incoming, outgoing) => void handle(incoming, outgoing));
  return {
    async stop() {
      stopping = true;
      held = untilQuiet(server);
      await held;
      await closeGently(server);
    },
  };
};

const serverOptions = {
  // Longer than clients and load balancers keep an idle connection, so that it is they who close it: a request that meets a
  // closing connection would fail.
  keepAliveTimeout: 75_000,
  headersTimeout: 20_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  // A request without one is answered like any other that cannot be read.
  requireHostHeader: false,
};

/** The listener closes when no connection has come for the first time span, and after the second one in any case. */
const quietMilliseconds = 100;
const longestMilliseconds = 1_000;

/**
 * Resolves when the listener may close. That would cut off connections that the system has made for us and that are not accepted
 * yet, or that the supervisor is about to hand over, and their clients could not know whether their requests were carried out. So
 * these are accepted first; meanwhile no request is begun, which leaves the process nothing else to do.
 */
const untilQuiet = async (server: Server): Promise<void> => {
  const begin = Date.now();
  let newest = begin;
  const note = () => {
    newest = Date.now();
  };
  server.on('connection', note);
  do {
    await pause(quietMilliseconds);
    // After its timers the loop accepts what has come, and then comes here.
    await turn();
  } while (Date.now() - newest < quietMilliseconds && Date.now() - begin < longestMilliseconds);
  server.off('connection', note);
};

/** How long an idle connection may still bring a request after the stop began: its client does not know of it yet. */
const idleMilliseconds = 2_000;
const deadlineMilliseconds = 10_000;

const bind = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(startFailure(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });

const startFailure = (error: Error, host: string, port: number): StartFailure => {
  if (hasCode(error, 'EADDRINUSE'))
    return new StartFailure(`The port ${port} of ${host} is in use: stop the other program or set POOLHOUSE_PORT.`);
  if (hasCode(error, 'EACCES'))
    return new StartFailure(`The port ${port} of ${host} needs a privilege: set POOLHOUSE_PORT.`);
  return new StartFailure(`POOLHOUSE_HOST ${host} cannot be listened on: ${error.message}.`, { cause: error });
};

const closeGently = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    let idle: NodeJS.Timeout | undefined;
    const lingering = setTimeout(() => {
      server.closeIdleConnections();
      idle = setInterval(() => server.closeIdleConnections(), 100);
    }, idleMilliseconds);
    const deadline = setTimeout(() => server.closeAllConnections(), deadlineMilliseconds);
    // Not http's own close: it ends idle connections at once, in the face of a request on its way.
    NetServer.prototype.close.call(server, () => {
      clearTimeout(lingering);
      clearTimeout(deadline);
      clearInterval(idle);
      resolve();
    });
  });

/** A request that is no valid one, such as one with an impossible Host header. */
const unreadable = (): Response =>
  errorAnswer(new ApiError('BadRequestException', doorMessages.notHttp, 400), {
    requestId: newUuid(),
    now: new Date(),
  });
