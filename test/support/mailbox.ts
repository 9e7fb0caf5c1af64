import type { RenderedEmail, RenderedMessage } from '#domain/message.js';
import { poolhouse } from './poolhouse.js';

/** The messages that the shared Poolhouse keeps in its local inbox, since nothing sends them. */
export interface Mailbox {
  /** What was sent to an address or number, the newest last. */
  to(destination: string): Promise<RenderedMessage[]>;
  /** The newest mail to an address. Throws when there is none. */
  mail(address: string): Promise<RenderedEmail>;
  /** The code (or temporary password) in the newest message to an address or number. Throws when there is none. */
  code(destination: string): Promise<string>;
}

export const mailbox: Mailbox = {
  async to(destination) {
    const { store } = await poolhouse();
    return (await store.outbox.inbox({ to: destination, last: 100 })).map(({ message }) => message);
  },
  async mail(address) {
    const message = (await mailbox.to(address)).at(-1);
    if (message?.medium !== 'EMAIL') throw new Error(`There is no mail to ${address}`);
    return message;
  },
  async code(destination) {
    const message = (await mailbox.to(destination)).at(-1);
    const text = message?.medium === 'EMAIL' ? message.html : message?.text;
    const code = /(?:code|password) is (\S+?)\.? ?$/.exec(text ?? '')?.[1];
    if (code === undefined) throw new Error(`No message to ${destination} ends in a code: ${text ?? 'there is none'}`);
    return code;
  },
};
