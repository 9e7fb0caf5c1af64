import type { Clock } from '#lib/clock.js';
import { advanceRotations } from '#services/key-rotation.js';
import type { Store } from '#store/store.js';
import { inBatches } from './in-batches.js';
import type { Job } from './schedule.js';

const batch = 100;

/** Lets the keys that come next sign, and removes those that nothing is verified by any more. */
export const advanceKeys = (store: Pick<Store, 'keyRotation'>, clock: Clock): Job => ({
  name: 'rotate-keys',
  every: 15_000,
  run: () => inBatches(() => advanceRotations({ store, clock }, batch), batch),
});
