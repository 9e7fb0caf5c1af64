import { AliasExists } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { verifiedFlag } from '#domain/attribute-input.js';
import type { Destination } from '#domain/destinations.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { gainedAliases } from '#domain/usernames.js';
import type { Io } from '#services/io.js';
import type { Effect } from '#store/settlements.js';
import { verifyAddress } from '#store/user-attributes.js';
import type { Proven } from './challenge.js';

/**
 * What becomes of an address to which a code went that came back: it is the user's, and verified, and confirms who signed up. An
 * address that somebody else has verified as a name stays as it is, since that is no reason to keep the user out; to confirm
 * somebody with it is refused, as by ConfirmSignUp.
 */
export const verifiedAddress = async (
  pool: Pool,
  user: User,
  destination: Destination,
  io: Io,
): Promise<Pick<Proven, 'user' | 'names'> & { effects: readonly Effect[] }> => {
  const { attribute, value } = destination;
  const attributes = { ...user.attributes, [attribute]: value, [verifiedFlag(attribute)]: 'true' };
  const confirms = user.status === 'UNCONFIRMED';
  if (!confirms && Object.entries(attributes).every(([name, held]) => user.attributes[name] === held))
    return { effects: [] };
  const names = gainedAliases(pool, user, attributes);
  const { kinds } = await io.store.users.taken(pool, undefined, names, user.sub);
  const before = user.attributes[attribute];
  if (kinds.length > 0) {
    if (confirms || before !== value) throw AliasExists(messages.accountWithAliasExists(attribute));
    return { effects: [] };
  }
  return {
    names,
    user: { ...user, attributes, ...(confirms && { status: 'CONFIRMED' }) },
    effects: [verifyAddress(pool, user.sub, { ...destination, before }, io.clock.now())],
  };
};
