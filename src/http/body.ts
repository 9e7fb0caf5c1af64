import { ApiError } from '#contract/api-error.js';
import { Serialization } from '#contract/errors.js';
import { doorMessages } from './messages.js';

/** Reads a request's body of at most `maxBytes`. Throws a 413 for a larger one, without reading the rest of it. */
export const readBody = async (request: Request, maxBytes: number): Promise<Uint8Array> => {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (!(Number(declared) <= maxBytes)) throw tooLarge(maxBytes);
    return new Uint8Array(await request.arrayBuffer().catch(broken));
  }
  return request.body ? readStream(request.body, maxBytes) : new Uint8Array();
};

const readStream = async (stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(broken);
    if (done) return Buffer.concat(chunks);
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
};

/** The type and status of AWS's front end, which no operation declares. */
const tooLarge = (maxBytes: number): ApiError =>
  new ApiError('RequestEntityTooLargeException', doorMessages.bodyTooLarge(maxBytes), 413);

/** The client went away, or sent less than it announced: no fault of ours, and nobody may be left to read the answer. */
const broken = (): never => {
  throw Serialization();
};
