import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/** A 256-bit key for boxes, and the name that its boxes carry so that the right key is found among several. */
export interface EnvelopeKey {
  /** 8 bytes. */
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** A box was not made with any of these keys for this associated data, or was changed since. */
export class BoxRejected extends Error {
  override readonly name = 'BoxRejected';

  constructor() {
    super('A sealed value does not authenticate');
  }
}

/** Makes a key out of 32 bytes and the 8 bytes that name it. */
export const envelopeKey = (id: Buffer, bytes: Buffer): EnvelopeKey => {
  if (id.length !== idBytes || bytes.length !== keyBytes)
    throw new RangeError('An envelope key has 32 bytes and a name of 8');
  return { id, key: createSecretKey(bytes) };
};

/** A key for one purpose, derived from another one (HKDF with SHA-256), and named by the same derivation. */
export const deriveKey = (from: KeyObject, purpose: string): EnvelopeKey => {
  const bytes = deriveBytes(from, purpose, keyBytes + idBytes);
  return envelopeKey(bytes.subarray(keyBytes), bytes.subarray(0, keyBytes));
};

/** `length` bytes for one purpose, derived from a key (HKDF with SHA-256). */
export const deriveBytes = (from: KeyObject, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, '', purpose, length));

/**
 * Encrypts with AES-256-GCM: version | key id (8 bytes) | nonce (12) | ciphertext | tag (16).
 * The associated data is not in the box; opening needs the same.
 */
export const sealBox = ({ id, key }: EnvelopeKey, plaintext: Buffer | string, associatedData: string): Buffer => {
  const head = Buffer.concat([Buffer.of(version), id, randomBytes(nonceBytes)]);
  const cipher = createCipheriv(algorithm, key, head.subarray(1 + idBytes), { authTagLength: tagBytes });
  cipher.setAAD(authenticated(head, associatedData));
  const data = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  return Buffer.concat([head, data, cipher.final(), cipher.getAuthTag()]);
};

/** Decrypts a box with whichever of the keys it names. Throws BoxRejected when it does not authenticate. */
export const openBox = (keys: readonly EnvelopeKey[], box: Buffer, associatedData: string): Buffer => {
  const head = box.subarray(0, headBytes);
  const named = boxKeyId(box);
  const key = named && keys.find(({ id }) => id.equals(named))?.key;
  if (!key) throw new BoxRejected();
  const decipher = createDecipheriv(algorithm, key, head.subarray(1 + idBytes), { authTagLength: tagBytes });
  decipher.setAAD(authenticated(head, associatedData));
  decipher.setAuthTag(box.subarray(-tagBytes));
  const plaintext = decipher.update(box.subarray(headBytes, -tagBytes));
  try {
    decipher.final();
  } catch {
    throw new BoxRejected();
  }
  return plaintext;
};

/** The id of the key that a box names, undefined when it is no box. Nothing is verified. */
export const boxKeyId = (box: Buffer): Buffer | undefined =>
  box.length >= headBytes + tagBytes && box[0] === version ? box.subarray(1, 1 + idBytes) : undefined;

const algorithm = 'aes-256-gcm';
const version = 1;
const keyBytes = 32;
const idBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + idBytes + nonceBytes;

/** Version and key id are authenticated too, so that no box passes for one of a later version. */
const authenticated = (head: Buffer, associatedData: string): Buffer =>
  Buffer.concat([head.subarray(0, 1 + idBytes), Buffer.from(associatedData)]);
