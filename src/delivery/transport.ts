import type { Medium, Message, RenderedMessage } from '#domain/message.js';

/**
 * What became of one attempt: sent; deferred, so that a later attempt may succeed; or refused for good.
 * Reasons are for the operator's log: they hold neither the message's text nor its destination.
 */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'deferred'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a receiver may know of a message besides its text. The id is the same in every attempt. */
export type Envelope = Pick<Message, 'id' | 'poolId' | 'kind'>;

/** Sends the messages of one medium. */
export interface Transport<M extends RenderedMessage = RenderedMessage> {
  /**
   * Makes one attempt and never rejects. The envelope's id tells receivers a repeated delivery.
   */
  send(envelope: Envelope, message: M): Promise<Outcome>;
  /** Breaks off the attempts under way, which end as deferred. */
  close(): void;
}

/** The transports there are; a medium without one is kept in the local inbox. */
export type Transports = { readonly [K in Medium]?: Transport<Extract<RenderedMessage, { medium: K }>> };
