/**
 * How many of the bytes that a PostgreSQL client has sent so far can be handed to the server: up to the last message that asks for
 * an answer (Sync or a simple query; the start-up packet, which has no type byte). Handing over less than a whole batch would make the
 * embedded server answer in the middle of it.
 */
export const completeBatches = (sent: Buffer): number => {
  if (sent[0] === 0) return sent.length;
  let complete = 0;
  for (let at = 0; at + headerBytes <= sent.length;) {
    const next = at + 1 + sent.readInt32BE(at + 1);
    if (next > sent.length) break;
    if (sent[at] === sync || sent[at] === simpleQuery) complete = next;
    at = next;
  }
  return complete;
};

const headerBytes = 5;
const sync = 'S'.charCodeAt(0);
const simpleQuery = 'Q'.charCodeAt(0);
