import type { Client } from './client.js';
import type { Family } from './family.js';

/** Whether refreshing gives a new refresh token in the place of the one that was shown. */
export const rotatesRefreshTokens = ({ settings }: Pick<Client, 'settings'>): boolean =>
  settings.RefreshTokenRotation?.Feature === 'ENABLED';

/**
 * What a genuine refresh token is worth. `current` renews, and so does `retried`, which was rotated out within the grace period. `late`
 * was rotated out after it. `stolen` was rotated out too long ago for a retry, so two parties hold the sign-in. `unknown` is newer than
 * the store, which must have been restored from a backup.
 */
export type RefreshStanding = 'current' | 'retried' | 'late' | 'stolen' | 'unknown';

/** Judges a refresh token by the rotation that it was made after. */
export const refreshStanding = (
  generation: number,
  family: Pick<Family, 'generation' | 'rotatedAt'>,
  { settings }: Pick<Client, 'settings'>,
  now: Date,
): RefreshStanding => {
  const rotations = family.generation - generation;
  if (rotations === 0) return 'current';
  if (rotations < 0) return 'unknown';
  const age = now.getTime() - (family.rotatedAt?.getTime() ?? 0);
  const grace = (settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  if (rotations === 1 && age < grace) return 'retried';
  return age > Math.max(grace, leastDoubtMilliseconds) || rotations > mostRotations ? 'stolen' : 'late';
};

// Requests that an app sends at the same time arrive at most this far apart.
const leastDoubtMilliseconds = 10_000;

// How long ago a token was rotated out is known for the last rotation only. The number of rotations finds out a thief who rotates every
// few seconds, so that no reuse ever seems late.
const mostRotations = 10;
