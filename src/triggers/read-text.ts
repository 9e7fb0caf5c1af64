/** The body of an answer, as text; undefined, and the rest unread, when it is longer than `maxBytes`. */
export const readText = async (response: Response, maxBytes: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bytesOf(response)) {
    bytes += chunk.length;
    // Leaving the loop cancels the stream.
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const bytesOf = ({ body }: Response): AsyncIterable<Uint8Array> | Iterable<Uint8Array> => body ?? [];
