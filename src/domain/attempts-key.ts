import { createHmac } from 'node:crypto';

/**
 * The key under which attempts are counted: of a user's sub, or of the digest of the typed name when there is no such user.
 * An HMAC, so that the counters tell neither names nor which of them exist.
 */
export const attemptsKey = (deriveKey: Buffer, subOrNameDigest: string): string =>
  createHmac('sha256', deriveKey).update(`attempts|${subOrNameDigest}`).digest('base64url');
