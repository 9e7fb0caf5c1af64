import { ExpiredCode, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import type { StoredCode } from '#store/codes.js';
import type { AttributeEffect, LockedUser } from '#store/user-attributes.js';
import { changeAttributes } from './attribute-change.js';
import type { Io } from './io.js';

/**
 * Confirms a user by a code that was checked, and uses it up. The address that the code was sent to is verified, if it still is
 * the user's. Throws AliasExistsException when another user holds it as an alias, unless `force` takes it away.
 */
export const confirmByCode = async (
  { pool, user, code, force }: { pool: Pool; user: User; code: StoredCode; force: boolean },
  io: Pick<Io, 'store' | 'clock'>,
): Promise<void> => {
  const rule = ({ user: { status, attributes } }: LockedUser): AttributeEffect => {
    if (status !== 'UNCONFIRMED') throw NotAuthorized(messages.cannotConfirm(status));
    const verified = attributes[code.attribute] === code.value && { [`${code.attribute}_verified`]: 'true' };
    return { attributes: { ...attributes, ...verified }, status: 'CONFIRMED' };
  };
  const options = { now: io.clock.now(), takes: { purpose: 'sign-up', hash: code.hash }, force } as const;
  if (!(await changeAttributes(pool, user.sub, rule, options, io))) throw ExpiredCode();
};
