import type { Clock } from '#lib/clock.js';
import type { Store } from '#store/store.js';
import { inBatches } from './in-batches.js';
import type { Job } from './schedule.js';

const batch = 1000;

/** Deletes what has expired and can no longer matter: used sessions, counters, codes, custom challenges and sign-ins, in bounded batches. */
export const purgeExpired = (store: Store, clock: Clock): Job => ({
  name: 'purge-expired',
  every: 60_000,
  async run() {
    await inBatches(() => store.settlements.purgeSpent(clock.now(), batch), batch);
    await inBatches(() => store.attempts.purge(clock.now(), batch), batch);
    await inBatches(() => store.keptStates.purge(clock.now(), batch), batch);
    await inBatches(() => store.codes.purge(clock.now(), batch), batch);
    await inBatches(() => store.signInCodes.purge(clock.now(), batch), batch);
    await inBatches(() => store.passkeyRegistrations.purge(clock.now(), batch), batch);
    await inBatches(() => store.families.purge(clock.now(), batch), batch);
  },
});

/** Deletes what removed pools and clients left in the tables that grow with their users. */
export const purgeRemoved = (store: Store, clock: Clock): Job => ({
  name: 'purge-removed',
  every: 30_000,
  run: () => inBatches(() => store.removals.purge(clock.now(), batch), 1),
});

/** Adds up how many users came and went, so that pools know their number without counting rows. */
export const foldUserCounts = (store: Store): Job => ({
  name: 'fold-user-counts',
  every: 30_000,
  run: () => inBatches(() => store.userCounts.fold(batch), batch),
});
