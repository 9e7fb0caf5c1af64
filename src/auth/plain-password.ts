import type { Io } from '#services/io.js';
import type { Proven } from './challenge.js';
import type { Facts } from './facts.js';
import { admit, wrongPassword } from './proofs.js';
import { storeAgain } from './stored-password.js';

/**
 * Proves a password that came in clear. Costs the same for users who do not exist or have no password. Throws
 * NotAuthorizedException for a wrong one, which uses up the ids that it `spends`, and what `admit` throws for a right one whose user may not sign in.
 */
export const provePassword = async (
  password: string,
  facts: Facts,
  io: Io,
  spends: readonly string[] = [],
): Promise<Proven> => {
  const right = facts.password
    ? await io.passwords.verify(facts.password.hash, password)
    : await io.passwords.verifyDummy(password);
  if (!right || !facts.user || !facts.password) throw await wrongPassword(facts, spends, io);
  await admit(facts, io);
  if (!facts.password.srp || io.passwords.needsRehash(facts.password.hash))
    await storeAgain(password, facts.password.hash, facts, io);
  return { proofs: ['identity', 'password'], factor: 'pwd', password: true };
};
