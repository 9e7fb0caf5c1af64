import type { Sql } from './sql.js';
import { statement } from './statement.js';

const locked = statement<{ poolId: string; sub: string }, { sub: string }>(
  'users.lock-for-change',
  'select sub from users where pool_id = :poolId and sub = :sub for no key update',
);

/**
 * Has everybody else who changes or deletes the user wait until the transaction ends; false when the user is gone. A statement sees
 * only what was there when it began, before it waited for a lock: so the lock comes in one of its own, and what follows sees what
 * the one before left. Who needs both takes counters of attempts first, then the user, so that nobody waits in a circle.
 */
export const lockUser = async (
  transaction: Sql,
  { poolId, sub }: { readonly poolId: string; readonly sub: string },
): Promise<boolean> => (await transaction.query(locked, { poolId, sub })).length > 0;
