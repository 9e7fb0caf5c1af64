import { AliasExists, ExpiredCode } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { aliasesOf } from '#domain/usernames.js';
import type { StoredCode } from '#store/codes.js';
import { claimNames } from './claimed-names.js';
import type { Io } from './io.js';

/**
 * Confirms a user by a code that was checked, and uses it up. The address that the code was sent to is verified, if it still is
 * the user's. Throws AliasExistsException when another user holds it as an alias, unless `force` takes it away.
 */
export const confirmByCode = async (
  { pool, user, code, force }: { pool: Pool; user: User; code: StoredCode; force: boolean },
  { store, clock }: Pick<Io, 'store' | 'clock'>,
): Promise<void> => {
  const verified: Record<string, string> =
    user.attributes[code.attribute] === code.value ? { [`${code.attribute}_verified`]: 'true' } : {};
  const aliases = aliasesOf(pool, { attributes: { ...user.attributes, ...verified } });
  const confirmation = { poolId: pool.id, sub: user.sub, codeHash: code.hash, verified, aliases, now: clock.now() };
  const confirm = force ? store.confirmations.confirmByForce : store.confirmations.confirm;
  const confirmed = await claimNames(
    () => confirm(confirmation),
    async () => {
      if (!force) throw AliasExists(messages.accountWithAliasExists(code.attribute));
    },
  );
  if (!confirmed) throw ExpiredCode();
};
