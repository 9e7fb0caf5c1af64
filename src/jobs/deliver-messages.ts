import type { Messages } from '#services/messages.js';
import type { Job } from './schedule.js';

/**
 * Takes up messages whose time has come: a back-off is over, or the process that held them ended. New messages do not wait for
 * this; their own process begins with them at once.
 */
export const deliverMessages = (messages: Pick<Messages, 'sendDue'>): Job => ({
  name: 'deliver-messages',
  every: 5_000,
  run: () => messages.sendDue(),
});
