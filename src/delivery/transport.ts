import type { Medium, RenderedMessage } from '#domain/message.js';

/**
 * What became of one attempt: sent; deferred, so that a later attempt may succeed; or refused for good.
 * Reasons are for the operator's log: they hold neither the message's text nor its destination.
 */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'deferred'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Sends the messages of one medium. */
export interface Transport<M extends RenderedMessage = RenderedMessage> {
  /**
   * Makes one attempt and never rejects. `id` is the message's own and the same in every attempt, so that receivers can tell a
   * repeated delivery.
   */
  send(id: string, message: M): Promise<Outcome>;
  /** Breaks off the attempts under way, which end as deferred. */
  close(): void;
}

/** The transports there are; a medium without one is kept in the local inbox. */
export type Transports = { readonly [K in Medium]?: Transport<Extract<RenderedMessage, { medium: K }>> };
