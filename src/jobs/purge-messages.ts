import { addMilliseconds, type Clock } from '#lib/clock.js';
import type { Outbox } from '#store/outbox.js';
import { inBatches } from './in-batches.js';
import type { Job } from './schedule.js';

const keptMilliseconds = 7 * 24 * 3_600_000;
const batch = 500;

/** Deletes messages that were made a week ago or longer and are done: sent, kept in the local inbox, or failed. */
export const purgeMessages = (outbox: Pick<Outbox, 'purge'>, clock: Clock): Job => ({
  name: 'purge-messages',
  every: 10 * 60_000,
  run: () => inBatches(() => outbox.purge(addMilliseconds(clock.now(), -keptMilliseconds), batch), batch),
});
