import { InvalidParameter, LimitExceeded, ResourceNotFound } from '#contract/errors.js';
import { clientMessages } from '#contract/pool-messages.js';
import { epochSeconds } from '#lib/clock.js';

/** A client has two secrets while its app changes from one to the other. */
const mostSecrets = 2;

/** The id of a client's secret, in AWS's form: the client's and the second it was made in, or the next one that is free. */
export const newSecretId = (clientId: string, now: Date, taken: readonly string[] = []): string => {
  let seconds = epochSeconds(now);
  while (taken.includes(secretId(clientId, seconds))) seconds += 1;
  return secretId(clientId, seconds);
};

const secretId = (clientId: string, seconds: number): string => `${clientId}--${seconds}`;

/** Throws what AddUserPoolClientSecret throws for a client with these secrets. */
export const checkAddedSecret = (secrets: readonly string[], added: string): void => {
  if (secrets.length === 0) throw InvalidParameter(clientMessages.publicClient);
  if (secrets.length >= mostSecrets) throw LimitExceeded(clientMessages.tooManySecrets);
  // The one that is deleted then would go on being good.
  if (secrets.includes(added)) throw InvalidParameter(clientMessages.sameSecret);
};

/** Throws what DeleteUserPoolClientSecret throws for a client whose secrets have these ids. */
export const checkDeletedSecret = (ids: readonly string[], deleted: string): void => {
  if (!ids.includes(deleted)) throw ResourceNotFound(clientMessages.secretNotFound(deleted));
  if (ids.length === 1) throw InvalidParameter(clientMessages.lastSecret);
};
