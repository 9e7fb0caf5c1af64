import { srpGroupName } from '#domain/pool.js';
import type { Io } from '#services/io.js';
import { storedForms } from '#services/stored-password.js';
import type { Facts } from './facts.js';

/** Stores a password again that was just proven, because its parameters rose or it has no SRP verifier yet. */
export const storeAgain = async (
  password: string,
  oldHash: string,
  { pool, user, vault }: Facts,
  io: Io,
): Promise<void> => {
  if (!user) return;
  const stored = await storedForms(
    password,
    { sub: user.sub, username: user.username, groupName: srpGroupName(pool), vault },
    io,
  );
  await io.store.passwords.replaceHash(pool.id, user.sub, oldHash, stored);
};
