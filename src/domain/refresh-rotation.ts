import type { Client } from './client.js';
import type { Family } from './family.js';

/** Whether refreshing gives a new refresh token in the place of the one that was shown. */
export const rotatesRefreshTokens = ({ settings }: Pick<Client, 'settings'>): boolean =>
  settings.RefreshTokenRotation?.Feature === 'ENABLED';

/**
 * What a genuine refresh token is worth: `current` and `retried` (rotated out, its grace period not over) renew; `late` was rotated
 * out; so was `stolen`, too long ago for a retry: two parties hold the sign-in. `unknown` is newer than the store, which was restored.
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
  return age > Math.max(grace, leastDoubt) || rotations > mostRotations ? 'stolen' : 'late';
};

// Requests that an app sent at the same time arrive so much apart at the most.
const leastDoubt = 10_000;

// Of a token that was rotated out before the last one only this is known of its age; whoever rotates every few seconds, so that no
// reuse ever comes late, is found out by the number.
const mostRotations = 10;
