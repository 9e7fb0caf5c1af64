import { UserNotFound } from '#contract/errors.js';
import type { MfaPreference, User } from '#domain/user.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { toUser, userColumns, type UserRow } from './user-rows.js';

/** A user under lock, and whether it has a verified authenticator app. */
export interface FactorHolder {
  readonly user: User;
  readonly registered: boolean;
}

type Of = { poolId: string; sub: string };

const locked = statement<Of, UserRow & { registered: boolean }>(
  'user-factors.lock',
  `select ${userColumns}, exists (select 1 from software_tokens t
     where t.pool_id = u.pool_id and t.sub = u.sub and t.secret is not null) as registered
   from users u where u.pool_id = :poolId and u.sub = :sub for update of u`,
);

const changed = statement<Of & { enabled: readonly string[]; preferred: string | null; now: Date }, never>(
  'user-factors.change',
  `update users set mfa_enabled = :enabled::text[], mfa_preferred = :preferred, modified_at = :now
   where pool_id = :poolId and sub = :sub`,
);

/** The second factors that users switched on. */
export const userFactors = (sql: Sql) => ({
  /**
   * Changes them by a rule that sees the user as it is now; changes at the same time wait for one another. Throws
   * UserNotFoundException and what the rule throws.
   */
  change(of: Of, rule: (holder: FactorHolder) => MfaPreference, now: Date): Promise<void> {
    return sql.transaction(async (transaction) => {
      const [row] = await transaction.query(locked, of);
      if (!row) throw UserNotFound();
      const { registered, ...user } = row;
      const { enabled, preferred = null } = rule({ user: toUser(user), registered });
      await transaction.query(changed, { ...of, enabled, preferred, now });
    });
  },
});
