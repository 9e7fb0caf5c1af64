import { addMilliseconds, type Clock } from '#lib/clock.js';
import type { Outbox } from '#store/outbox.js';
import type { Job } from './schedule.js';

const keptMilliseconds = 7 * 24 * 3_600_000;
const batch = 500;
const mostBatches = 100;

/** Deletes messages that were sent, kept or given up a week ago or longer, some at a time so that no statement lasts long. */
export const purgeMessages = (outbox: Pick<Outbox, 'purge'>, clock: Clock): Job => ({
  name: 'purge-messages',
  every: 10 * 60_000,
  async run() {
    const before = addMilliseconds(clock.now(), -keptMilliseconds);
    for (let batches = 0; batches < mostBatches; batches += 1) {
      if ((await outbox.purge(before, batch)) < batch) return;
    }
  },
});
