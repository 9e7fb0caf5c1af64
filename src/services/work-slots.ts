/** Work that runs beside the requests, so much of it at once and no more. */
export interface WorkSlots {
  /** How many more works may begin. */
  free(): number;
  /** Counts a work until it settles. */
  begin(work: Promise<void>): void;
  /** Leaves no slot free from now on. */
  close(): void;
  /** Resolves when all that was begun has settled. */
  settled(): Promise<void>;
}

export interface WorkEvents {
  /** A work rejected. */
  readonly failed: (error: unknown) => void;
  /** A work ended, one way or the other. */
  readonly freed: () => void;
}

/** So many slots, all free. */
export const workSlots = (count: number, { failed, freed }: WorkEvents): WorkSlots => {
  const works = new Set<Promise<void>>();
  let closed = false;
  return {
    free: () => (closed ? 0 : Math.max(count - works.size, 0)),
    begin(work) {
      const counted: Promise<void> = work.catch(failed).finally(() => {
        works.delete(counted);
        freed();
      });
      works.add(counted);
    },
    close() {
      closed = true;
    },
    async settled() {
      while (works.size > 0) await Promise.all(works);
    },
  };
};
