import { AliasExists } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { aliasesOf, type NamedUser } from '#domain/usernames.js';
import type { AttributeChangeOptions, AttributeEffect, LockedUser } from '#store/user-attributes.js';
import { claimNames } from './claimed-names.js';
import type { Io } from './io.js';

/**
 * Changes a user's attributes by a rule that sees the user as it is now. The user after the change; undefined when the code that
 * it takes was used meanwhile. Throws what the rule throws, UserNotFoundException when the user is gone, and
 * AliasExistsException for a name that somebody else has, but for an address that `force` takes away.
 */
export const changeAttributes = async (
  pool: Pool,
  sub: string,
  rule: (current: LockedUser) => AttributeEffect,
  options: AttributeChangeOptions,
  { store }: Pick<Io, 'store'>,
): Promise<User | undefined> => {
  let after: NamedUser = { username: '', attributes: {} };
  const watched = (current: LockedUser): AttributeEffect => {
    const effect = rule(current);
    after = { ...current.user, attributes: effect.attributes };
    return effect;
  };
  return claimNames(
    () => store.userAttributes.change(pool, sub, watched, options),
    async () => {
      const { kinds } = await store.users.taken(pool, undefined, aliasesOf(pool, after), sub);
      const kept = kinds.find((kind) => !options.force || kind === 'preferred_username');
      if (kept !== undefined) throw AliasExists(messages.accountWithAliasExists(kept));
    },
  );
};
