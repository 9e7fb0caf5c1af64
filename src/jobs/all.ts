import type { Io } from '#services/io.js';
import { deliverMessages } from './deliver-messages.js';
import { foldUserCounts, purgeExpired, purgeRemoved } from './purge-expired.js';
import { purgeMessages } from './purge-messages.js';
import { advanceKeys } from './rotate-keys.js';
import type { Job } from './schedule.js';

/** Every job of the server. */
export const allJobs = ({ store, messages, clock }: Io): readonly Job[] => [
  deliverMessages(messages),
  purgeMessages(store.outbox, clock),
  purgeExpired(store, clock),
  purgeRemoved(store, clock),
  foldUserCounts(store),
  advanceKeys(store, clock),
];
