/**
 * Secure Remote Password as Cognito speaks it: its own padding and key derivation over RFC 3526 group 15. The server
 * proves a password without ever seeing it. Exponentiation is given by the caller, since it must be native and off the
 * event loop; everything else here is cheap.
 */
import { createHash, createHmac, getDiffieHellman, randomBytes, timingSafeEqual } from 'node:crypto';
import type { GoingOn } from '#lib/modular-exponent.js';

/**
 * base^exponent mod N, big-endian in and out, where N is {@link groupPrime}; the result may have leading zeros. What is given to go on
 * with is done on the same errand to another thread: that times the factor, raised to the second exponent.
 */
export type ModularExponent = (base: Buffer, exponent: Buffer, goingOn?: GoingOn) => Promise<Buffer>;

/** Whose password a proof is about: pool name and stored username, or device group key and device key. */
export interface SrpIdentity {
  readonly groupName: string;
  readonly identity: string;
}

/** What the server keeps of a password: enough to check a proof, and to guess passwords offline, so it is stored sealed. */
export interface SrpVerifier {
  readonly salt: Buffer;
  readonly verifier: Buffer;
}

/** The server's half of one handshake: `b` is secret, `B` goes to the client. */
export interface SrpChallenge {
  readonly b: Buffer;
  readonly B: Buffer;
}

/** N: the 3072-bit prime of RFC 3526 group 15. */
export const groupPrime: Buffer = getDiffieHellman('modp15').getPrime();
/** g of the same group. */
const generator: Buffer = Buffer.from([2]);

const saltBytes = 16;
const secretBytes = 32;

/** The integer that big-endian bytes stand for. */
const toInteger = (bytes: Buffer): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`));

/** Minimal big-endian bytes with a zero byte before a set top bit, as Java's BigInteger writes them: the form that is hashed. */
export const padHex = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
};

/** The wire form of a number: lower-case hex without padding. */
export const toWire = (bytes: Buffer): string => toInteger(bytes).toString(16);

const sha256 = (...parts: Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const hmac = (key: Buffer, ...parts: Buffer[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

const N = toInteger(groupPrime);
const k = toInteger(sha256(padHex(N), padHex(toInteger(generator))));

/** x: the private key that a client derives from a password. */
const privateKey = ({ groupName, identity }: SrpIdentity, password: string, salt: Buffer): Buffer =>
  sha256(padHex(toInteger(salt)), sha256(Buffer.from(`${groupName}${identity}:${password}`)));

/** A salt and verifier for a password that has just been set; the salt is random unless one is given. */
export const newVerifier = async (
  power: ModularExponent,
  who: SrpIdentity & { readonly password: string },
  salt: Buffer = randomBytes(saltBytes),
): Promise<SrpVerifier> => ({ salt, verifier: await power(generator, privateKey(who, who.password, salt)) });

/** Opens a handshake: a fresh secret `b` and B = k*v + g^b. */
export const serverChallenge = async (power: ModularExponent, verifier: Buffer): Promise<SrpChallenge> => {
  for (;;) {
    const b = randomBytes(secretBytes);
    const B = await publicValue(power, verifier, b);
    if (B) return { b, B };
  }
};

/** B for a given secret; undefined in the (practically impossible) case that it is 0 mod N, which a client must refuse. */
export const publicValue = async (power: ModularExponent, verifier: Buffer, b: Buffer): Promise<Buffer | undefined> => {
  const B = (k * toInteger(verifier) + toInteger(await power(generator, b))) % N;
  return B === 0n ? undefined : padHex(B);
};

/** A client's SRP_A from the wire: hex of any case, of odd length too. Undefined when it is not hex, 0 mod N, or larger than the group. */
export const parsePublicValue = (text: string): Buffer | undefined => {
  if (!/^[0-9a-f]+$/i.test(text)) return undefined;
  const digits = text.replace(/^0+/, '');
  // A longer number is no client's A, and would be carried through the sealed state of the handshake.
  if (digits === '' || digits.length > groupPrime.length * 2) return undefined;
  const A = BigInt(`0x${digits}`);
  // A multiple of N would make the shared secret 0 for any password.
  return A % N === 0n ? undefined : padHex(A);
};

/** The session key K that both sides derive; undefined where the protocol says to refuse (A mod N or u is 0). */
export const serverKey = async (
  power: ModularExponent,
  { A, B, b, verifier }: SrpChallenge & { readonly A: Buffer; readonly verifier: Buffer },
): Promise<Buffer | undefined> => {
  const [a, u] = [toInteger(A), toInteger(sha256(padHex(toInteger(A)), padHex(toInteger(B))))];
  // Either would make the shared secret one that needs no password.
  if (a % N === 0n || u === 0n) return undefined;
  const S = toInteger(await power(verifier, padHex(u), { factor: A, exponent: b }));
  const extracted = hmac(padHex(u), padHex(S));
  return hmac(extracted, Buffer.from('Caldera Derived Key\u0001', 'latin1')).subarray(0, 16);
};

/** Everything that a password claim signs. */
export interface ClaimFacts extends SrpIdentity {
  /** The session key of {@link serverKey}. */
  readonly K: Buffer;
  /** The decoded bytes of SECRET_BLOCK. */
  readonly secretBlock: Buffer;
  /** The literal text received. */
  readonly timestamp: string;
}

/** The signature that proves knowledge of the password: PASSWORD_CLAIM_SIGNATURE before its base64 form. */
export const proof = ({ K, groupName, identity, secretBlock, timestamp }: ClaimFacts): Buffer =>
  hmac(K, Buffer.from(groupName), Buffer.from(identity), secretBlock, Buffer.from(timestamp));

/** Whether a client's PASSWORD_CLAIM_SIGNATURE is the right one, compared in constant time. */
export const isProof = (signature: string, facts: ClaimFacts): boolean => {
  const given = Buffer.from(signature, 'base64');
  const expected = proof(facts);
  return given.length === expected.length && timingSafeEqual(given, expected);
};
