import { UserNotFound } from '#contract/errors.js';
import type { PreferenceCase } from '#domain/mfa-preference.js';
import { relyingPartyId } from '#domain/passkeys.js';
import type { Pool } from '#domain/pool.js';
import type { MfaPreference } from '#domain/user.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';
import { toUser, userColumns, type UserKey, type UserRow } from './user-rows.js';

/** A user under lock, and what the user has of second factors. */
type LockedUser = Omit<PreferenceCase, 'pool'>;

const found = statement<UserKey & { relyingPartyId: string | null }, UserRow & Omit<LockedUser, 'user'>>(
  'user-factors.find',
  `select ${userColumns}, exists (select 1 from software_tokens t
     where t.pool_id = u.pool_id and t.sub = u.sub and t.secret is not null) as has_software_token,
     exists (select 1 from passkeys k
       where k.pool_id = u.pool_id and k.sub = u.sub and k.relying_party_id = :relyingPartyId::text) as has_passkey
   from users u where u.pool_id = :poolId and u.sub = :sub`,
);

const changed = statement<UserKey & { enabled: readonly string[]; preferred: string | null; now: Date }, never>(
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
  change(pool: Pool, sub: string, rule: (user: LockedUser) => MfaPreference, now: Date): Promise<void> {
    const of = { poolId: pool.id, sub };
    return sql.transaction(async (transaction) => {
      const [row] = (await lockUser(transaction, of))
        ? await transaction.query(found, { ...of, relyingPartyId: relyingPartyId(pool) ?? null })
        : [];
      if (!row) throw UserNotFound();
      const { hasSoftwareToken, hasPasskey, ...user } = row;
      const { enabled, preferred = null } = rule({ user: toUser(user), hasSoftwareToken, hasPasskey });
      await transaction.query(changed, { ...of, enabled, preferred, now });
    });
  },
});
