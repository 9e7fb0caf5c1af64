import { setTimeout as sleep } from 'node:timers/promises';
import { render } from '#delivery/render.js';
import type { Pool } from '#domain/pool.js';
import { BoxRejected } from '#lib/envelope.js';
import { type ClaimedRow, firstClaim, type OutboxRow } from '#store/outbox.js';
import { NoDataKey } from '#store/vault.js';
import { type AttemptOptions, messageAttempts } from './message-attempts.js';
import { workSlots } from './work-slots.js';

/** Brings stored messages to their recipients: see docs/messages.md. */
export interface Messages {
  /**
   * Takes on a message whose row has just been committed: renders it and begins its delivery, without waiting for the mail
   * server. A message that nothing can send is in the local inbox when this resolves. It does not reject because of the store
   * or the mail server: what fails there is logged, and the message goes out later.
   */
  deliver(pool: Pool, row: OutboxRow): Promise<void>;
  /** Begins the delivery of what is due, as much as there are free slots; the rest follows as slots become free. */
  sendDue(): Promise<void>;
  /** Lets deliveries under way finish for some seconds and breaks off the rest, which goes out after the next start. */
  close(): Promise<void>;
}

export interface MessagesOptions extends AttemptOptions {
  readonly findPool: (poolId: string) => Promise<Pool | undefined>;
  /** The sender of pools that name none; without it an address that only a mail catcher takes. */
  readonly emailFrom: string | undefined;
}

// As many as the SMTP transport has connections: a message that is claimed waits for nothing but its own delivery.
const slotCount = 5;

const closeMilliseconds = 8_000;
const breakOffMilliseconds = 2_000;

/** The deliveries of one process; several processes may work on one outbox. */
export const createMessages = (options: MessagesOptions): Messages => {
  const { outbox, transports, emailFrom, clock, log } = options;
  const attempts = messageAttempts(options);
  let closing = false;
  let moreDue = false;
  let claiming: Promise<void> | undefined;

  const slots = workSlots(slotCount, {
    failed: (error) => log.error({ err: error }, 'A delivery broke off; it begins again when its lease has ended'),
    freed: () => moreDue && nudge(),
  });

  const claimDue = async (): Promise<void> => {
    for (let free = slots.free(); free > 0 && !closing; free = slots.free()) {
      moreDue = false;
      const rows = await outbox.claim(clock.now(), free);
      for (const row of rows) slots.begin(resume(options, attempts, row));
      if (rows.length < free) return;
      moreDue = true;
    }
  };

  const sendDue = (): Promise<void> =>
    (claiming ??= claimDue().finally(() => {
      claiming = undefined;
    }));

  const nudge = (): void => {
    sendDue().catch((error: unknown) =>
      log.warn({ err: error }, 'Due messages could not be read; the next try follows soon'),
    );
  };

  return {
    sendDue,

    async deliver(pool, row) {
      const held = { claim: firstClaim(row), giveUpAt: row.giveUpAt, message: row.message };
      const rendering = render(pool, row.message, emailFrom);
      try {
        if ('problem' in rendering) return await attempts.fail(held.claim, row.message, rendering.problem);
        if (!attempts.sends(row.message)) return await attempts.keep(held, rendering.message);
        if (slots.free() > 0 && !closing) return slots.begin(attempts.send(held, rendering.message));
        await attempts.release(held, rendering.message);
      } catch (error) {
        log.warn(
          { err: error, message: row.message.id },
          'A message waits for its lease to end: its state could not be stored',
        );
      }
      moreDue = true;
      nudge();
    },

    async close() {
      closing = true;
      await Promise.race([slots.settled(), sleep(closeMilliseconds, undefined, { ref: false })]);
      for (const transport of Object.values(transports)) transport.close();
      await Promise.race([slots.settled(), sleep(breakOffMilliseconds, undefined, { ref: false })]);
    },
  };
};

/** Carries on with a stored message: one whose last attempt failed, or whose process ended before the attempt did. */
const resume = async (
  { outbox, findPool, emailFrom, clock }: MessagesOptions,
  attempts: ReturnType<typeof messageAttempts>,
  row: ClaimedRow,
): Promise<void> => {
  if (row.giveUpAt <= clock.now()) return attempts.fail(row, row, 'its time was over before it could be sent');
  const pool = await findPool(row.poolId);
  if (!pool) return attempts.fail(row, row, 'its user pool is gone');
  try {
    const { message, rendered } = await outbox.open(row);
    const rendering = rendered ? { message: rendered } : render(pool, message, emailFrom);
    if ('problem' in rendering) return await attempts.fail(row, row, rendering.problem);
    const held = { claim: row, giveUpAt: row.giveUpAt, message };
    await (attempts.sends(message) ? attempts.send(held, rendering.message) : attempts.keep(held, rendering.message));
  } catch (error) {
    if (!(error instanceof BoxRejected || error instanceof NoDataKey)) throw error;
    await attempts.fail(row, row, 'it cannot be unsealed');
  }
};
