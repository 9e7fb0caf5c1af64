import { replacesCode } from './codes.js';
import type { NewCode } from './new-rows.js';
import { outboxInsert, outboxParams, type OutboxRow } from './outbox.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';
import type { UserKey } from './user-rows.js';

type Of = UserKey & { now: Date };

const confirmed = statement<Of, { sub: string }>(
  'user-states.confirm',
  `with account as (
     update users set status = 'CONFIRMED', modified_at = :now
     where pool_id = :poolId and sub = :sub and status = 'UNCONFIRMED' returning sub
   ), void as (
     delete from codes where pool_id = :poolId and sub = (select sub from account) and purpose = 'sign-up'
   )
   select sub from account`,
);

// What is so already stays as it was, its date too.
const disabled = statement<Of, never>(
  'user-states.disable',
  `with account as (
     update users set enabled = false, modified_at = :now where pool_id = :poolId and sub = :sub and enabled
   )
   update families set ended_at = :now where pool_id = :poolId and sub = :sub and ended_at is null`,
);

// A sign-in that began just before the user was disabled may have been written just after: it ends here at the latest.
const enabled = statement<Of, never>(
  'user-states.enable',
  `with account as (
     update users set enabled = true, modified_at = :now where pool_id = :poolId and sub = :sub and not enabled returning sub
   )
   update families set ended_at = :now
   where pool_id = :poolId and sub = (select sub from account) and ended_at is null`,
);

const reset = statement<Of & Record<string, unknown>, { sub: string }>(
  'user-states.require-reset',
  `with account as (
     update users set status = 'RESET_REQUIRED', modified_at = :now
     where pool_id = :poolId and sub = :sub and enabled and status in ('CONFIRMED', 'RESET_REQUIRED')
       and not password_disabled returning sub
   ), code as (
     insert into codes (pool_id, sub, purpose, hash, attribute, value, expires_at)
     select :poolId::text, account.sub, 'reset', :hash::bytea, :attribute::text, :value::text, :expiresAt::timestamptz from account
     ${replacesCode}
   ), message as (${outboxInsert} and exists (select 1 from account))
   select sub from account`,
);

const passwordDisabled = statement<Of, never>(
  'user-states.disable-password',
  `with account as (
     update users set password_disabled = true, modified_at = :now
     where pool_id = :poolId and sub = :sub and not password_disabled returning sub
   ), password as (
     delete from passwords where pool_id = :poolId and sub = (select sub from account)
   )
   delete from codes where pool_id = :poolId and sub = (select sub from account) and purpose = 'reset'`,
);

/** What administrators make of users: confirmed, disabled, enabled, in need of a new password, without one. */
export const userStates = (sql: Sql) => ({
  /** Confirms a user without a code, which is void then; false when the user is not unconfirmed any more. */
  async confirm(poolId: string, sub: string, now: Date): Promise<boolean> {
    return (await sql.query(confirmed, { poolId, sub, now })).length > 0;
  },

  /** Keeps a user from signing in and ends all of its sign-ins. */
  async disable(poolId: string, sub: string, now: Date): Promise<void> {
    await sql.query(disabled, { poolId, sub, now });
  },

  /** Lets a user sign in again; no sign-in from before comes back. */
  async enable(poolId: string, sub: string, now: Date): Promise<void> {
    await sql.query(enabled, { poolId, sub, now });
  },

  /** Takes a user's password away, and the ways to a new one but for an administrator's. Sign-ins that are under way go on. */
  disablePassword(poolId: string, sub: string, now: Date): Promise<void> {
    return sql.transaction(async (transaction) => {
      // Whoever sets a password holds the user's row meanwhile; what deletes must see that password, or it stays.
      await lockUser(transaction, { poolId, sub });
      await transaction.query(passwordDisabled, { poolId, sub, now });
    });
  },

  /** Makes a user set a new password by a code; false when the user's state does not allow it any more. */
  async requireReset(
    poolId: string,
    sub: string,
    { code, row }: { code: NewCode; row: OutboxRow },
    now: Date,
  ): Promise<boolean> {
    const { hash, attribute, value, expiresAt } = code;
    return (
      (await sql.query(reset, { poolId, sub, now, hash, attribute, value, expiresAt, ...outboxParams(row) })).length > 0
    );
  },
});
