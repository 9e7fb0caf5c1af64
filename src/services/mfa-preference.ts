import { changedPreference, type MfaSettings } from '#domain/mfa-preference.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import type { Io } from './io.js';

/** Switches a user's second factors on and off. Throws InvalidParameterException for what the user or the pool cannot have. */
export const setPreference = (
  pool: Pool,
  { sub }: Pick<User, 'sub'>,
  settings: MfaSettings,
  { store, clock }: Pick<Io, 'store' | 'clock'>,
): Promise<void> =>
  store.userFactors.change(pool, sub, (holder) => changedPreference({ pool, ...holder }, settings), clock.now());
