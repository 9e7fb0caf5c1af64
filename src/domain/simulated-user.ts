import { hkdfSync } from 'node:crypto';
import { groupPrime, type SrpVerifier } from './srp.js';

/** What a sign-in shows of a user who does not exist: the same for the same pool and name, so that asking twice tells nothing. */
export interface SimulatedUser extends SrpVerifier {
  /** In the place of a user's stored name and sub; UUID-shaped. */
  readonly id: string;
}

const uuidBytes = 16;
const saltBytes = 16;

/**
 * Derives the stand-in for an unknown name, given by its digest, from the pool's secret key for derived values, as RFC 5054 (2.5.1.3) asks.
 * Its verifier is a number drawn by the key rather than g^x: nobody without the key can tell, and an exponentiation that
 * real users do not need would show in the time of the answer.
 */
export const simulatedUser = (deriveKey: Buffer, nameDigest: string): SimulatedUser => {
  const info = `simulated-user|${nameDigest}`;
  const size = uuidBytes + saltBytes + groupPrime.length;
  const derived = Buffer.from(hkdfSync('sha256', deriveKey, Buffer.alloc(0), info, size));
  return {
    id: uuidOf(derived.subarray(0, uuidBytes)),
    salt: derived.subarray(uuidBytes, uuidBytes + saltBytes),
    verifier: derived.subarray(uuidBytes + saltBytes),
  };
};

/** A UUID with the bits of version 4, which the ids of real users carry. */
const uuidOf = (bytes: Buffer): string => {
  const marked = Buffer.from(bytes);
  marked.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  marked.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return marked.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
