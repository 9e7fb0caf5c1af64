import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelayMilliseconds } from '#delivery/back-off.js';
import type { Envelope, Outcome, Transports } from '#delivery/transport.js';
import { maskedDestination, type Message, type RenderedMessage } from '#domain/message.js';
import { addMilliseconds, type Clock } from '#lib/clock.js';
import type { Log } from '#lib/log.js';
import { type Claim, leaseMilliseconds, type Outbox } from '#store/outbox.js';

/** What attempts work with. */
export interface AttemptOptions {
  readonly outbox: Outbox;
  readonly transports: Transports;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the log may show the codes of kept messages: only to the developer at an embedded server's terminal. */
  readonly showCodes: boolean;
}

/** A message that an attempt of this process holds, as it is to be sent. */
export interface HeldMessage {
  readonly claim: Claim;
  readonly giveUpAt: Date;
  readonly message: Message;
  readonly rendered: RenderedMessage;
}

type Destined = Pick<Message, 'poolId' | 'id' | 'kind' | 'medium' | 'destination'>;

/** Ends a message that will not be sent, and logs why. */
export const failMessage = async (
  { outbox, clock, log }: AttemptOptions,
  { claim, message }: { claim: Claim; message: Destined },
  reason: string,
): Promise<void> => {
  await outbox.finish(claim, message, clock.now(), reason);
  log.error({ ...described(message), reason }, 'A message will not be delivered');
};

/** Puts a message into the local inbox, and says so in the log. */
export const keepMessage = async (
  options: AttemptOptions,
  { claim, message, rendered }: HeldMessage,
): Promise<void> => {
  const { outbox, clock, log, showCodes } = options;
  await outbox.keep(claim, rendered, clock.now());
  const code = showCodes ? { code: message.secret } : {};
  log.info({ ...described(message), ...code }, 'A message is in the local inbox: read it with `poolhouse messages`');
};

/**
 * Makes one attempt to send a message, and stores and logs its outcome. A database that is away meanwhile does not lose the
 * outcome, as long as the process lives: a mail whose outcome is lost goes out twice.
 */
export const sendMessage = async (options: AttemptOptions, held: HeldMessage): Promise<void> => {
  const stopRenewing = renewLease(options, held.claim);
  try {
    const outcome = await sendThrough(options.transports, held.message, held.rendered);
    await persist(() => settle(options, held, outcome), options.log);
  } finally {
    stopRenewing();
  }
};

const settle = async (options: AttemptOptions, held: HeldMessage, outcome: Outcome): Promise<void> => {
  if (outcome.kind === 'refused') return failMessage(options, held, outcome.reason);
  if (outcome.kind === 'deferred') return defer(options, held, outcome.reason);
  const { outbox, clock, log } = options;
  await outbox.finish(held.claim, held.message, clock.now());
  log.info(described(held.message), 'A message was sent');
};

const defer = async (options: AttemptOptions, held: HeldMessage, reason: string): Promise<void> => {
  const { outbox, clock, log } = options;
  const { claim, giveUpAt, message, rendered } = held;
  const dueAt = addMilliseconds(clock.now(), retryDelayMilliseconds(claim.attempts, Math.random()));
  if (dueAt >= giveUpAt) return failMessage(options, held, `gave up after ${claim.attempts} attempts: ${reason}`);
  await outbox.postpone(claim, { dueAt, reason, message: rendered });
  log.warn({ ...described(message), reason, nextAttempt: dueAt }, 'A message could not be delivered yet');
};

// While a message is being sent, and until its outcome is stored, no other process may take it.
const renewLease = ({ outbox, clock, log }: AttemptOptions, claim: Claim): (() => void) => {
  const timer = setInterval(() => {
    outbox.extend(claim, clock.now()).catch((error: unknown) => {
      log.warn({ err: error, message: claim.id }, 'The lease of a message could not be renewed');
    });
  }, leaseMilliseconds / 3);
  return () => clearInterval(timer);
};

const sendThrough = async (transports: Transports, envelope: Envelope, message: RenderedMessage): Promise<Outcome> => {
  const sending =
    message.medium === 'EMAIL' ? transports.EMAIL?.send(envelope, message) : transports.SMS?.send(envelope, message);
  return sending ?? { kind: 'deferred', reason: `nothing sends ${message.medium}` };
};

const persistDelaysMilliseconds = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

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

const described = ({ poolId, id, kind, medium, destination }: Destined) => ({
  pool: poolId,
  message: id,
  kind,
  medium,
  to: maskedDestination({ medium, destination }),
});
