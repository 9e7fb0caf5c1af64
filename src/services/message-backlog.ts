import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#lib/clock.js';
import type { Log } from '#lib/log.js';
import type { ClaimedRow, Outbox } from '#store/outbox.js';
import { workSlots } from './work-slots.js';

// As many as the SMTP transport has connections: a message that is claimed waits for nothing but its own delivery.
const slotCount = 5;

export interface BacklogOptions {
  readonly outbox: Pick<Outbox, 'claim'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Carries on with a message that was claimed. */
  readonly resume: (row: ClaimedRow) => Promise<void>;
}

/** The deliveries under way in this process, and the messages in the outbox that wait for one to end. */
export interface Backlog {
  /** Counts a delivery if there is a free slot for it; false, and `begin` is not called, when there is none. */
  offer(begin: () => Promise<void>): boolean;
  /** Begins the delivery of what is due, as much as there are free slots; the rest follows as slots become free. */
  readonly sendDue: () => Promise<void>;
  /** Whether there is a free slot. */
  hasRoom(): boolean;
  /** `sendDue` without waiting for it: a message is known to be due. */
  nudge(): void;
  /** Begins nothing more. */
  stop(): void;
  /** Resolves when every delivery under way has ended, or after so many milliseconds. */
  settled(milliseconds: number): Promise<void>;
}

/** The backlog of one process; several processes may work on one outbox. */
export const messageBacklog = ({ outbox, clock, log, resume }: BacklogOptions): Backlog => {
  let moreDue = false;
  let claiming: Promise<void> | undefined;

  const slots = workSlots(slotCount, {
    failed: (error) => log.error({ err: error }, 'A delivery broke off; it begins again when its lease has ended'),
    freed: () => {
      if (moreDue) nudge();
    },
  });

  const claimDue = async (): Promise<void> => {
    for (let free = slots.free(); free > 0; free = slots.free()) {
      moreDue = false;
      const rows = await outbox.claim(clock.now(), free);
      for (const row of rows) slots.begin(resume(row));
      if (rows.length < free) return;
      moreDue = true;
    }
  };

  const sendDue = (): Promise<void> =>
    (claiming ??= claimDue().finally(() => {
      claiming = undefined;
    }));

  const nudge = (): void => {
    moreDue = true;
    sendDue().catch((error: unknown) => log.warn({ err: error }, 'Due messages could not be read; trying again soon'));
  };

  return {
    offer(begin) {
      if (slots.free() === 0) return false;
      slots.begin(begin());
      return true;
    },
    hasRoom: () => slots.free() > 0,
    sendDue,
    nudge,
    stop: () => slots.close(),
    settled: (milliseconds) => Promise.race([slots.settled(), sleep(milliseconds, undefined, { ref: false })]),
  };
};
