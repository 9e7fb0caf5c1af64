import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelayMilliseconds } from '#delivery/back-off.js';
import type { Outcome, Transports } from '#delivery/transport.js';
import { maskDestination, type Message, type RenderedMessage } from '#domain/message.js';
import { addMilliseconds, type Clock } from '#lib/clock.js';
import type { Log } from '#lib/log.js';
import { type Claim, leaseMilliseconds, type Outbox } from '#store/outbox.js';

/** A message that an attempt of this process holds. */
export interface HeldMessage {
  readonly claim: Claim;
  readonly giveUpAt: Date;
  readonly message: Message;
}

export interface AttemptOptions {
  readonly outbox: Outbox;
  readonly transports: Transports;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the log may show the codes of kept messages: only to the developer at an embedded server's terminal. */
  readonly showCodes: boolean;
}

/** What an attempt can do with a message that it holds. Each writes its outcome to the outbox and one line to the log. */
export const messageAttempts = ({ outbox, transports, clock, log, showCodes }: AttemptOptions) => {
  const fail = async (claim: Claim, message: Destined, reason: string): Promise<void> => {
    await outbox.markFailed(claim, message, reason, clock.now());
    log.error({ ...described(message), reason }, 'A message will not be delivered');
  };

  const defer = async (held: HeldMessage, rendered: RenderedMessage, reason: string): Promise<void> => {
    const { claim, giveUpAt, message } = held;
    const dueAt = addMilliseconds(clock.now(), retryDelayMilliseconds(claim.attempts, Math.random()));
    if (dueAt >= giveUpAt) return fail(claim, message, `gave up after ${claim.attempts} attempts: ${reason}`);
    await outbox.postpone(claim, { dueAt, reason, message: rendered });
    log.warn({ ...described(message), reason, nextAttempt: dueAt }, 'A message could not be delivered yet');
  };

  const settle = async (held: HeldMessage, rendered: RenderedMessage, outcome: Outcome): Promise<void> => {
    if (outcome.kind === 'refused') return fail(held.claim, held.message, outcome.reason);
    if (outcome.kind === 'deferred') return defer(held, rendered, outcome.reason);
    await outbox.markSent(held.claim, held.message, clock.now());
    log.info(described(held.message), 'A message was sent');
  };

  // While it is being sent, and until its outcome is written, nobody else may take the message.
  const renewLease = (claim: Claim): (() => void) => {
    const timer = setInterval(() => {
      outbox.extend(claim, clock.now()).catch((error: unknown) => {
        log.warn({ err: error, message: claim.id }, 'The lease of a message could not be renewed');
      });
    }, leaseMilliseconds / 3);
    return () => clearInterval(timer);
  };

  return {
    /** Ends the message: it will not be sent, for the reason given. */
    fail,

    /** Whether something sends messages of this medium. */
    sends: ({ medium }: Message): boolean => transports[medium] !== undefined,

    /** Puts the message into the local inbox. */
    async keep({ claim, message }: HeldMessage, rendered: RenderedMessage): Promise<void> {
      await outbox.keep(claim, rendered, clock.now());
      const code = showCodes ? { code: message.secret } : {};
      log.info(
        { ...described(message), ...code },
        'A message is in the local inbox: read it with `poolhouse messages`',
      );
    },

    /** Hands the message to the next attempt that has a free slot, in this process or another. */
    release: ({ claim }: HeldMessage, rendered: RenderedMessage): Promise<void> =>
      outbox.postpone(claim, { dueAt: clock.now(), reason: null, message: rendered }),

    /** Makes one attempt to send the message. A database that is away does not lose the outcome, as long as the process lives. */
    async send(held: HeldMessage, rendered: RenderedMessage): Promise<void> {
      const stopRenewing = renewLease(held.claim);
      try {
        const outcome = await sendThrough(transports, held.message.id, rendered);
        await persist(() => settle(held, rendered, outcome), log);
      } finally {
        stopRenewing();
      }
    },
  };
};

type Destined = Pick<Message, 'poolId' | 'id' | 'kind' | 'medium' | 'destination'>;

const described = ({ poolId, id, kind, medium, destination }: Destined) => ({
  pool: poolId,
  message: id,
  kind,
  medium,
  to: maskDestination(medium, destination),
});

const sendThrough = async (transports: Transports, id: string, message: RenderedMessage): Promise<Outcome> => {
  const sending = message.medium === 'EMAIL' ? transports.EMAIL?.send(id, message) : transports.SMS?.send(id, message);
  return sending ?? { kind: 'deferred', reason: `nothing sends ${message.medium}` };
};

const persistDelaysMilliseconds = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

// A mail whose outcome is lost goes out twice.
const persist = async (write: () => Promise<void>, log: Log): Promise<void> => {
  for (const delay of persistDelaysMilliseconds) {
    try {
      return await write();
    } catch (error) {
      log.warn({ err: error }, 'The outcome of a delivery could not be stored; trying again');
    }
    await sleep(delay, undefined, { ref: false });
  }
  return write();
};
