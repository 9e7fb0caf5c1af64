import { longestTokenSeconds } from '#domain/token-lifetimes.js';
import { addSeconds, type Clock } from '#lib/clock.js';
import type { Store } from '#store/store.js';
import type { KeySource } from './key-stock.js';
import { newSigningKeys } from './pool-keys.js';

/** For how long a key is published at least before it signs: whoever cached the key set just before, for five minutes, must have asked again. */
const shortestLeadSeconds = 600;

/** Processes learn within a second that a key is retired; this leaves one that hangs meanwhile its time. */
const graceSeconds = 300;

/**
 * Makes the keys that a pool's tokens will be signed with after the lead time, and publishes them; undefined when a rotation is under
 * way. Throws ResourceNotFoundException.
 */
export const rotateKeys = async (
  poolId: string,
  leadSeconds: number,
  { store, keySource, clock }: { store: Store; keySource: KeySource; clock: Clock },
): Promise<{ activeFrom: Date } | undefined> => {
  await store.keyRotation.list(poolId);
  const activeFrom = addSeconds(clock.now(), Math.max(leadSeconds, shortestLeadSeconds));
  const published = await store.keyRotation.publish(poolId, await newSigningKeys(keySource, activeFrom));
  return published ? { activeFrom } : undefined;
};

/**
 * Puts new keys in the place of all that a pool has, at once: for keys that somebody else knows. Whatever was signed with the ones
 * before is worth nothing here from then on; refresh tokens, which are not signed with them, stay good. Throws ResourceNotFoundException.
 */
export const withdrawKeys = async (
  poolId: string,
  { store, keySource, clock }: { store: Store; keySource: KeySource; clock: Clock },
): Promise<void> => {
  await store.keyRotation.list(poolId);
  await store.keyRotation.withdraw(poolId, await newSigningKeys(keySource, clock.now()));
};

/** Takes the rotations whose time has come one step further, and says for how many pools. A retired key outlives every token that it can have signed. */
export const advanceRotations = (
  { store, clock }: { store: Pick<Store, 'keyRotation'>; clock: Clock },
  limit: number,
): Promise<number> => {
  const now = clock.now();
  return store.keyRotation.advance(now, addSeconds(now, longestTokenSeconds + graceSeconds), limit);
};
