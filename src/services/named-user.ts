import { UserNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { attemptsKey } from '#domain/attempts-key.js';
import { hidesUsers, type Client } from '#domain/client.js';
import type { Pool } from '#domain/pool.js';
import { simulatedUser } from '#domain/simulated-user.js';
import { nameDigest } from '#domain/usernames.js';
import type { UserAndCode } from '#store/codes.js';
import type { CodePurpose } from '#store/new-rows.js';
import type { Io } from './io.js';

/** The user behind a name that anybody may type, or nobody, in the way that hides which of them it is. */
export interface NamedUser {
  /** Undefined for nobody: then the answer must be one that an existing user could get. */
  readonly found: UserAndCode | undefined;
  /** Where attempts on the name are counted, known or not. */
  readonly attemptsKey: string;
  readonly deriveKey: Buffer;
  /** Who bears the name in what is pretended. */
  readonly standIn: { readonly sub: string; readonly username: string };
}

/**
 * Looks a typed name up with its newest code of one purpose. Throws UserNotFoundException for nobody, unless the client hides
 * which users exist.
 */
export const namedUser = async (
  { pool, client, name, purpose }: { pool: Pool; client: Client; name: string; purpose: CodePurpose },
  { store }: Pick<Io, 'store'>,
): Promise<NamedUser> => {
  const [found, deriveKey] = await Promise.all([store.codes.find(pool, name, purpose), store.keys.derive(pool.id)]);
  if (!found && !hidesUsers(client)) throw UserNotFound(messages.userOrClientNotFound);
  const digest = nameDigest(pool, name);
  return {
    found,
    deriveKey,
    attemptsKey: found?.attemptsKey ?? attemptsKey(deriveKey, digest),
    standIn: { sub: simulatedUser(deriveKey, digest).id, username: name },
  };
};
