const mostBatches = 100;

/**
 * Repeats `work`, which says how much it found, until that is less than `least`: so no statement lasts long. But not for ever:
 * the rest has its turn at the next run.
 */
export const inBatches = async (work: () => Promise<number>, least: number): Promise<void> => {
  for (let batches = 0; batches < mostBatches; batches += 1) if ((await work()) < least) return;
};
