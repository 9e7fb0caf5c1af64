/** Work that runs beside the requests, so much of it at once and no more. */
export interface WorkSlots {
  /** How many more works may begin. */
  free(): number;
  /** Counts a work until it settles. `failed` hears of one that rejects, `freed` of every one's end. */
  begin(work: Promise<void>): void;
  /** Resolves when all that was begun has settled. */
  settled(): Promise<void>;
}

/** `count` slots, whose callers hear of failures and of slots that become free. */
export const workSlots = (
  count: number,
  { failed, freed }: { failed(error: unknown): void; freed(): void },
): WorkSlots => {
  const works = new Set<Promise<void>>();
  return {
    free: () => count - works.size,
    begin(work) {
      const counted: Promise<void> = work.catch(failed).finally(() => {
        works.delete(counted);
        freed();
      });
      works.add(counted);
    },
    async settled() {
      while (works.size > 0) await Promise.all(works);
    },
  };
};
