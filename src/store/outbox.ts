import { maskedDestination, type Message, type RenderedMessage } from '#domain/message.js';
import { addMilliseconds } from '#lib/clock.js';
import { newUuid } from '#lib/ids.js';
import type { Sql } from './sql.js';
import { type Json, json, statement } from './statement.js';
import type { Place, Vault, Vaults } from './vault.js';

/** How long an attempt owns its message without a sign of life: a killed process delays a message by no more. */
export const leaseMilliseconds = 60_000;

/** A message without its id. `validUntil` is when its secret stops working: no attempt begins after that, nor after a day. */
export type MessageDraft = Omit<Message, 'id'> & { readonly validUntil?: Date };

/** A message about to be stored; `outboxInsert` writes it and `Messages.deliver` takes it from there. */
export interface OutboxRow {
  /** In clear, and only in memory: the first attempt need not read it back. */
  readonly message: Message;
  readonly sealedSecret: Buffer;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly giveUpAt: Date;
}

/**
 * Makes the row of a new message. It is born leased to this process (its first attempt has begun), which makes that attempt
 * after the commit; other processes see it only when that does not happen within the lease.
 */
export const newOutboxRow = (vault: Vault, { validUntil, ...draft }: MessageDraft, now: Date): OutboxRow => {
  const message: Message = { ...draft, id: newUuid() };
  const aDayLater = addMilliseconds(now, 24 * 3_600_000);
  return {
    message,
    sealedSecret: vault.seal(placeOf(message, 'secret'), message.secret),
    createdAt: now,
    dueAt: addMilliseconds(now, leaseMilliseconds),
    giveUpAt: validUntil && validUntil < aDayLater ? validUntil : aDayLater,
  };
};

/**
 * The insert of new messages, as one part of the statement that stores what they announce: `... as (${outboxInsert})` with the
 * parameters of `outboxParams`. It ends in a where clause: append `and exists (...)` where the messages depend on another part.
 */
export const outboxInsert = `insert into outbox
    (pool_id, id, kind, medium, state, destination, payload, secret, attempts, due_at, give_up_at, created_at)
  select message.pool_id, message.id, message.kind, message.medium, 'pending', message.destination, message.payload,
    decode(message.secret, 'base64'), 1, message.due_at, message.give_up_at, message.created_at
  from jsonb_to_recordset(:outbox::jsonb) as message (pool_id text, id text, kind text, medium text, destination text,
    payload jsonb, secret text, due_at timestamptz, give_up_at timestamptz, created_at timestamptz)
  where true`;

/** The parameters of `outboxInsert`: any number of messages, absent ones left out. */
export const outboxParams = (...rows: readonly (OutboxRow | undefined)[]): { outbox: Json } => ({
  outbox: json(
    rows
      .filter((row) => row !== undefined)
      .map(({ message, sealedSecret, createdAt, dueAt, giveUpAt }) => {
        const { poolId, id, kind, medium, destination, secret: _, ...payload } = message;
        const secret = sealedSecret.toString('base64');
        return {
          pool_id: poolId,
          id,
          kind,
          medium,
          destination,
          payload,
          secret,
          due_at: dueAt,
          give_up_at: giveUpAt,
          created_at: createdAt,
        };
      }),
  ),
});

/** One attempt's hold on a message: only the newest one may write the message's outcome. */
export interface Claim {
  readonly poolId: string;
  readonly id: string;
  readonly attempts: number;
}

/** The hold on a row that this process has just stored. */
export const firstClaim = ({ message }: OutboxRow): Claim => ({ poolId: message.poolId, id: message.id, attempts: 1 });

/** A stored message that is to be sent, still sealed: `open` unseals it. */
export interface ClaimedRow extends Claim, Pick<Message, 'kind' | 'medium' | 'destination'> {
  readonly payload: Omit<Message, 'poolId' | 'id' | 'kind' | 'medium' | 'destination' | 'secret'>;
  readonly secret: Buffer;
  readonly rendered: Buffer | null;
  readonly giveUpAt: Date;
}

/** A claimed message, unsealed. */
export interface OpenedMessage {
  readonly message: Message;
  readonly rendered: RenderedMessage | undefined;
}

/** A message of the local inbox. */
export interface InboxMessage extends Pick<Message, 'poolId' | 'id' | 'kind'> {
  readonly createdAt: Date;
  readonly message: RenderedMessage;
}

const claimed = statement<{ now: Date; until: Date; limit: number }, ClaimedRow>(
  'outbox.claim',
  `with due as materialized (
     select pool_id, id from outbox where state = 'pending' and due_at <= :now
     order by due_at limit :limit for update skip locked
   )
   update outbox set attempts = outbox.attempts + 1, due_at = :until from due
   where outbox.pool_id = due.pool_id and outbox.id = due.id
   returning outbox.pool_id, outbox.id, kind, medium, destination, payload, secret, rendered, attempts, give_up_at`,
);

const held = `pool_id = :poolId and id = :id and attempts = :attempts and state = 'pending'`;

const extended = statement<Claim & { until: Date }, never>(
  'outbox.extend',
  `update outbox set due_at = :until where ${held}`,
);

const postponed = statement<Claim & { dueAt: Date; reason: string | null; rendered: Buffer }, never>(
  'outbox.postpone',
  `update outbox set due_at = :dueAt, last_error = :reason, rendered = :rendered where ${held}`,
);

const kept = statement<Claim & { now: Date; rendered: Buffer }, never>(
  'outbox.keep',
  `update outbox set state = 'kept', done_at = :now, payload = '{}', secret = null, rendered = :rendered, last_error = null
   where ${held}`,
);

const finished = statement<Claim & { state: string; now: Date; destination: string; reason: string | null }, never>(
  'outbox.finish',
  `update outbox set state = :state, done_at = :now, destination = :destination, payload = '{}', secret = null, rendered = null,
     last_error = :reason
   where ${held}`,
);

const listed = statement<
  { poolId: string | null; to: string | null; last: number },
  Pick<InboxMessage, 'poolId' | 'id' | 'kind' | 'createdAt'> & { rendered: Buffer }
>(
  'outbox.inbox',
  // What a deleted pool left behind cannot be opened any more.
  `select outbox.pool_id, outbox.id, kind, outbox.created_at, rendered from outbox join data_keys on scope = pool_id
   where state = 'kept' and (:poolId::text is null or pool_id = :poolId) and (:to::text is null or destination = :to)
   order by outbox.created_at desc, outbox.id desc limit :last`,
);

const purged = statement<{ before: Date; limit: number }, { count: number }>(
  'outbox.purge',
  `with gone as (
     delete from outbox where (pool_id, id) in (
       select pool_id, id from outbox where state <> 'pending' and created_at < :before
       order by created_at limit :limit for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/**
 * Messages on their way. A message belongs to its newest attempt's `Claim`: the functions that write an outcome change nothing
 * when a newer attempt has begun or the message is done.
 */
export const outbox = (sql: Sql, vaults: Pick<Vaults, 'forScope'>) => ({
  /**
   * A claimed message in clear, and its rendering when an earlier attempt has stored it.
   * Throws NoDataKey when its pool is gone, BoxRejected when it was not sealed for this row.
   */
  open: async (row: ClaimedRow): Promise<OpenedMessage> => opened(await vaults.forScope(row.poolId), row),

  /** Begins the next attempt of up to `limit` messages that are due, the longest due first. No two processes get the same. */
  claim(now: Date, limit: number): Promise<ClaimedRow[]> {
    return sql.query(claimed, { now, until: addMilliseconds(now, leaseMilliseconds), limit });
  },

  /** Renews the lease of an attempt that takes its time. */
  async extend(claim: Claim, now: Date): Promise<void> {
    await sql.query(extended, { ...claim, until: addMilliseconds(now, leaseMilliseconds) });
  },

  /** Leaves the message to a later attempt, which sends the same rendering. */
  async postpone(
    claim: Claim,
    { dueAt, reason, message }: { dueAt: Date; reason: string | null; message: RenderedMessage },
  ): Promise<void> {
    const rendered = sealRendered(await vaults.forScope(claim.poolId), claim, message);
    await sql.query(postponed, { ...claim, dueAt, reason, rendered });
  },

  /** Puts the message into the local inbox. */
  async keep(claim: Claim, message: RenderedMessage, now: Date): Promise<void> {
    const rendered = sealRendered(await vaults.forScope(claim.poolId), claim, message);
    await sql.query(kept, { ...claim, now, rendered });
  },

  /** Ends the message, as sent or for a `failure` as one that will not be; forgets its secret, text and destination. */
  async finish(claim: Claim, to: Pick<Message, 'medium' | 'destination'>, now: Date, failure?: string): Promise<void> {
    const end = failure === undefined ? { state: 'sent', reason: null } : { state: 'failed', reason: failure };
    await sql.query(finished, { ...claim, ...end, now, destination: maskedDestination(to) });
  },

  /** The `last` newest messages of the local inbox, the newest at the end: of one pool, to one destination, or all. */
  async inbox({ poolId, to, last }: { poolId?: string; to?: string; last: number }): Promise<InboxMessage[]> {
    const rows = await sql.query(listed, { poolId: poolId ?? null, to: to ?? null, last });
    return Promise.all(
      rows.toReversed().map(async ({ rendered, ...row }) => ({
        ...row,
        message: openRendered(await vaults.forScope(row.poolId), row, rendered),
      })),
    );
  },

  /** Deletes up to `limit` messages that were made before `before` and are done, and says how many there were. */
  async purge(before: Date, limit: number): Promise<number> {
    return (await sql.query(purged, { before, limit }))[0]?.count ?? 0;
  },
});

export type Outbox = ReturnType<typeof outbox>;

const opened = (vault: Vault, row: ClaimedRow): OpenedMessage => {
  const { poolId, id, kind, medium, destination, payload } = row;
  const secret = vault.open(placeOf(row, 'secret'), row.secret).toString();
  return {
    message: { ...payload, poolId, id, kind, medium, destination, secret },
    rendered: row.rendered ? openRendered(vault, row, row.rendered) : undefined,
  };
};

const placeOf = ({ id }: Pick<Message, 'id'>, column: 'secret' | 'rendered'): Place => ({
  table: 'outbox',
  row: id,
  column,
});

const sealRendered = (vault: Vault, row: Pick<Message, 'id'>, message: RenderedMessage): Buffer =>
  vault.seal(placeOf(row, 'rendered'), JSON.stringify(message));

const openRendered = (vault: Vault, row: Pick<Message, 'id'>, box: Buffer): RenderedMessage =>
  JSON.parse(vault.open(placeOf(row, 'rendered'), box).toString()) as RenderedMessage;
