import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client } from './client.js';

/** SECRET_HASH of a name: base64 of HMAC-SHA256 over name and client id, keyed by the client's secret. */
export const secretHash = (secret: string, name: string, clientId: string): string =>
  hash(secret, name, clientId).toString('base64');

/**
 * Checks that a request has a secret hash when its client has a secret, and only then. Throws NotAuthorizedException. It is all
 * that can be checked where the name is not known.
 */
export const checkSecretHashGiven = (client: Pick<Client, 'id' | 'secrets'>, given: string | undefined): void => {
  if (!given && client.secrets.length > 0) throw NotAuthorized(messages.secretHashMissing(client.id));
  if (given && client.secrets.length === 0) throw NotAuthorized(messages.secretHashWrong(client.id));
};

/**
 * Checks the secret hash of a request against every active secret of the client and every name that it may be computed
 * over. Throws NotAuthorizedException when it is missing, wrong, or sent to a client without a secret.
 */
export const checkSecretHash = (
  client: Pick<Client, 'id' | 'secrets'>,
  given: string | undefined,
  names: readonly string[],
): void => {
  checkSecretHashGiven(client, given);
  if (!given) return;
  const received = Buffer.from(given, 'base64');
  const matches = client.secrets.flatMap((secret) =>
    names.map((name) => isEqual(received, hash(secret, name, client.id))),
  );
  if (!matches.includes(true)) throw NotAuthorized(messages.secretHashWrong(client.id));
};

const hash = (secret: string, name: string, clientId: string): Buffer =>
  createHmac('sha256', secret).update(name).update(clientId).digest();

const isEqual = (left: Buffer, right: Buffer): boolean => left.length === right.length && timingSafeEqual(left, right);

/** Whether a client secret shown in clear is one of the client's; a client without secrets must show none. */
export const isClientSecret = (client: Pick<Client, 'secrets'>, given: string | undefined): boolean => {
  if (client.secrets.length === 0) return given === undefined;
  const received = digest(given ?? '');
  return client.secrets.map((secret) => timingSafeEqual(received, digest(secret))).includes(true);
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
