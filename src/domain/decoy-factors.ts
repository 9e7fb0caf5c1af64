import { createHmac } from 'node:crypto';
import { verifiableAttributes } from './attribute-input.js';
import { deliveryDetails, simulatedAddress } from './destinations.js';
import { takesCodes } from './first-factors.js';
import { mfaMode, type PoolFactor, poolFactors } from './pool-mfa.js';
import type { Pool } from './pool.js';
import { usernameKey } from './usernames.js';

/** Where codes seem to go, masked, by the factor that they are. */
export type Decoys = Partial<Record<'EMAIL_OTP' | 'SMS_OTP', string>>;

const factorOf = { email: 'EMAIL_OTP', phone_number: 'SMS_OTP' } as const;

/**
 * The codes that a name which nobody bears seems to be able to get, always the same for the same name. One kind of code that the pool
 * takes is always there (for a name that looks like an address, the kind of that address); the other kind is there for half of the
 * names, as some users have both addresses and others do not.
 */
export const decoysOf = (pool: Pool, deriveKey: Buffer, name: string): Decoys => {
  const channels = verifiableAttributes.filter((channel) => takesCodes(pool, factorOf[channel]));
  const shaped = name.startsWith('+') ? 'phone_number' : 'email';
  const first = channels.find((channel) => channel === shaped) ?? channels[0];
  const both = drawn(deriveKey, usernameKey(pool, name));
  return Object.fromEntries(
    channels
      .filter((channel) => both || channel === first)
      .map((channel) => [
        factorOf[channel],
        deliveryDetails(simulatedAddress(pool, deriveKey, name, channel)).Destination,
      ]),
  );
};

/** The second factors that such a name, given by its digest, seems to have: each for half of the names, always the same. */
export const decoySecondFactors = (pool: Pool, deriveKey: Buffer, nameDigest: string): PoolFactor[] =>
  mfaMode(pool) === 'OFF' ? [] : poolFactors(pool).filter((factor) => drawn(deriveKey, `${factor}|${nameDigest}`));

const drawn = (deriveKey: Buffer, key: string): boolean =>
  createHmac('sha256', deriveKey).update(`decoy-factors|${key}`).digest().readUInt8(0) % 2 === 0;
