import type { Duplex } from 'node:stream';
import { hasCode } from '#lib/error-code.js';
import { newUuid } from '#lib/ids.js';
import { doorMessages } from './messages.js';

const refusals: readonly (readonly [code: string, status: readonly [number, string]])[] = [
  ['HPE_HEADER_OVERFLOW', [431, 'Request Header Fields Too Large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'Request Timeout']],
];

/** Answers what is not HTTP, in AWS's shape like everything else, and hangs up. */
export const refuse = (error: Error, socket: Duplex): void => {
  // The client is gone, or an answer to an earlier request of the connection is under way.
  if (!socket.writable || hasCode(error, 'ECONNRESET')) return void socket.destroy();
  const [status, reason] = refusals.find(([code]) => hasCode(error, code))?.[1] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ __type: 'SerializationException', message: doorMessages.notHttp });
  const headers = [
    `HTTP/1.1 ${status} ${reason}`,
    'Connection: close',
    'Content-Type: application/x-amz-json-1.1',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'x-amzn-ErrorType: SerializationException:',
    `x-amzn-RequestId: ${newUuid()}`,
    `Date: ${new Date().toUTCString()}`,
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
};
