import type { Vault } from '#store/vault.js';

/** The longest id of a pool; all sessions begin with as many bytes, so that they are of one length. */
const poolIdBytes = 55;

const prefixOf = ({ scope }: Vault): Buffer => {
  const prefix = Buffer.alloc(poolIdBytes);
  prefix.write(scope);
  return prefix;
};

/**
 * A sealed state as the opaque `Session` that its client carries. It begins with the pool's id, in clear: where an authenticator app
 * is set up, the session is all that a request brings.
 */
export const writeSession = (vault: Vault, sealed: Buffer): string =>
  Buffer.concat([prefixOf(vault), sealed]).toString('base64url');

/** The sealed state of a `Session`; undefined for one that is not of this pool, or not just as it was written. */
export const readSession = (vault: Vault, session: string): Buffer | undefined => {
  const bytes = Buffer.from(session, 'base64url');
  const genuine = bytes.toString('base64url') === session && bytes.subarray(0, poolIdBytes).equals(prefixOf(vault));
  return genuine ? bytes.subarray(poolIdBytes) : undefined;
};

/** The id of the pool that a `Session` says it is of. Only opening it tells whether that is so. */
export const poolIdOfSession = (session: string): string =>
  Buffer.from(session, 'base64url').subarray(0, poolIdBytes).toString('latin1').replace(/\0+$/, '');
