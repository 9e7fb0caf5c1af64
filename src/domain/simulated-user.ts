import { createHmac } from 'node:crypto';
import type { Pool } from './pool.js';
import { usernameKey } from './usernames.js';

/** What a sign-in shows of a user who does not exist: the same for the same pool and name, so that asking twice tells nothing. */
export interface SimulatedUser {
  /** In the place of a user's stored name and sub; UUID-shaped. */
  readonly id: string;
  readonly salt: Buffer;
  /** The exponent of the SRP verifier, which is g to this power. */
  readonly verifierExponent: Buffer;
}

/** Derives the stand-in for an unknown name from the pool's secret key for derived values (RFC 5054, 2.5.1.3). */
export const simulatedUser = (pool: Pool, deriveKey: Buffer, name: string): SimulatedUser => {
  const derive = (purpose: string): Buffer =>
    createHmac('sha256', deriveKey)
      .update(`${purpose}|${usernameKey(pool, name)}`)
      .digest();
  return { id: uuidOf(derive('id')), salt: derive('salt').subarray(0, 16), verifierExponent: derive('v') };
};

/** A UUID with the bits of version 4, which the ids of real users carry. */
const uuidOf = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};
