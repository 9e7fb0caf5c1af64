import type { ApiError } from '#contract/api-error.js';
import { corsHeaders } from './cors.js';
import { toWire } from './wire.js';

/** What every answer of the API carries. */
export interface AnswerContext {
  readonly requestId: string;
  readonly now: Date;
}

/** The answer of an operation that succeeded; without an output its body is empty, as AWS's is. */
export const answer = (output: object | undefined, context: AnswerContext): Response =>
  respond(200, output === undefined ? '' : toWire(output), {}, context);

/** The answer for an error; its type stands in the body and in a header, for clients that read only one of them. */
export const errorAnswer = (error: ApiError, context: AnswerContext): Response =>
  respond(
    error.status,
    JSON.stringify({ __type: error.type, ...(error.shown && { message: error.message }) }),
    {
      'x-amzn-ErrorType': `${error.type}:`,
      ...(error.shown && { 'x-amzn-ErrorMessage': headerText(error.message) }),
    },
    context,
  );

const respond = (status: number, body: string, headers: Record<string, string>, { requestId, now }: AnswerContext) =>
  new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': String(Buffer.byteLength(body)),
      'x-amzn-RequestId': requestId,
      // Clients whose clock is wrong set it by this header and sign again.
      Date: now.toUTCString(),
      ...corsHeaders,
      ...headers,
    },
  });

/** Clients give up on an answer whose headers are too long or hold other characters than these; the body has the whole text. */
const headerText = (message: string): string => message.slice(0, 1024).replace(/[^\x20-\x7e]/g, '?');
