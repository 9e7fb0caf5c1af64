import { render } from '#delivery/render.js';
import type { Pool } from '#domain/pool.js';
import { BoxRejected } from '#lib/envelope.js';
import { type ClaimedRow, firstClaim, type OutboxRow } from '#store/outbox.js';
import { NoDataKey } from '#store/vault.js';
import { type AttemptOptions, failMessage, type HeldMessage, keepMessage, sendMessage } from './message-attempts.js';
import { type Backlog, messageBacklog } from './message-backlog.js';

/** Brings stored messages to their recipients: see docs/messages.md. */
export interface Messages {
  /**
   * Takes on a message whose row has just been committed: renders it and begins its delivery, without waiting for the mail
   * server. A message that nothing can send is in the local inbox when this resolves. It does not reject because of the store
   * or the mail server: what fails there is logged, and the message goes out later.
   */
  deliver(pool: Pool, row: OutboxRow): Promise<void>;
  /** Takes as long as `deliver` with a row that was not stored, and leaves nothing. */
  pretend(pool: Pool, row: OutboxRow): Promise<void>;
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

const closeMilliseconds = 5_000;
const breakOffMilliseconds = 2_000;

/** The messages of one process. */
export const createMessages = (options: MessagesOptions): Messages => {
  const { outbox, transports, emailFrom, clock, log } = options;
  const backlog = messageBacklog({ ...options, resume: (row) => resume(options, row) });

  return {
    sendDue: backlog.sendDue,

    async deliver(pool, row) {
      const { message, giveUpAt } = row;
      const claim = firstClaim(row);
      const rendering = render(pool, message, emailFrom);
      try {
        if ('problem' in rendering) return await failMessage(options, { claim, message }, rendering.problem);
        const held = { claim, giveUpAt, message, rendered: rendering.message };
        if (!transports[message.medium]) return await keepMessage(options, held);
        if (backlog.offer(() => sendMessage(options, held))) return;
        await outbox.postpone(claim, { dueAt: clock.now(), reason: null, message: held.rendered });
        backlog.nudge();
      } catch (error) {
        log.warn({ err: error, message: message.id }, 'A message waits for its lease to end: its state was not stored');
      }
    },

    pretend: (pool, row) => pretend(options, backlog, pool, row),

    async close() {
      backlog.stop();
      await backlog.settled(closeMilliseconds);
      for (const transport of Object.values(transports)) transport.close();
      await backlog.settled(breakOffMilliseconds);
    },
  };
};

const pretend = async (
  { outbox, transports, emailFrom, clock, log }: MessagesOptions,
  backlog: Pick<Backlog, 'hasRoom'>,
  pool: Pool,
  row: OutboxRow,
): Promise<void> => {
  const { message } = row;
  const claim = firstClaim(row);
  const rendering = render(pool, message, emailFrom);
  try {
    // The claim is on nothing: these statements find no row to change.
    if ('problem' in rendering) await outbox.finish(claim, message, clock.now(), rendering.problem);
    else if (!transports[message.medium]) await outbox.keep(claim, rendering.message, clock.now());
    else if (!backlog.hasRoom())
      await outbox.postpone(claim, { dueAt: clock.now(), reason: null, message: rendering.message });
  } catch (error) {
    log.warn({ err: error }, 'A message could not be pretended');
  }
};

/** Carries on with a stored message: its last attempt failed, or its process ended before the attempt did. */
const resume = async (options: MessagesOptions, row: ClaimedRow): Promise<void> => {
  const { clock, findPool, transports } = options;
  const fail = (reason: string) => failMessage(options, { claim: row, message: row }, reason);
  if (row.giveUpAt <= clock.now()) return fail('its time was over before it could be sent');
  const pool = await findPool(row.poolId);
  if (!pool) return fail('its user pool is gone');
  const held = await open(options, pool, row);
  if ('problem' in held) return fail(held.problem);
  return transports[row.medium] ? sendMessage(options, held) : keepMessage(options, held);
};

const open = async (
  { outbox, emailFrom }: MessagesOptions,
  pool: Pool,
  row: ClaimedRow,
): Promise<HeldMessage | { readonly problem: string }> => {
  try {
    const { message, rendered } = await outbox.open(row);
    const rendering = rendered ? { message: rendered } : render(pool, message, emailFrom);
    if ('problem' in rendering) return rendering;
    return { claim: row, giveUpAt: row.giveUpAt, message, rendered: rendering.message };
  } catch (error) {
    if (error instanceof BoxRejected || error instanceof NoDataKey) return { problem: 'it cannot be unsealed' };
    throw error;
  }
};
