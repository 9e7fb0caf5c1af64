import { EnableSoftwareTokenMFA, ExpiredCode, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { useUp, type Effect, type UsedUp } from './settlements.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';
import type { UserKey } from './user-rows.js';

/** An authenticator app that a user verified. */
export interface SoftwareToken {
  /** The key, sealed. */
  readonly secret: Buffer;
  /** The latest 30-second step whose code was used. */
  readonly lastStep: number | undefined;
}

/** Its columns in a row that has others beside. */
export interface SoftwareTokenColumns {
  tokenSecret: Buffer | null;
  tokenLastStep: number | null;
}

/** Those columns, of the table under the name `t`. */
export const softwareTokenColumns = 't.secret as token_secret, t.last_step as token_last_step';

/** The authenticator app of a row; undefined when none was verified. */
export const toSoftwareToken = (row: SoftwareTokenColumns): SoftwareToken | undefined =>
  row.tokenSecret === null
    ? undefined
    : {
        secret: row.tokenSecret,
        lastStep: row.tokenLastStep ?? undefined,
      };

/** A user's registration, with the key that waits to be verified. */
interface Registration {
  readonly verified: boolean;
  /** Sealed; undefined when none was handed out since the last one was verified. */
  readonly pending: Buffer | undefined;
}

const found = statement<UserKey, { verified: boolean; pending: Buffer | null }>(
  'software-tokens.find',
  'select secret is not null as verified, pending from software_tokens where pool_id = :poolId and sub = :sub',
);

// Whoever deletes a user waits for this, and then sees the row.
const begun = statement<UserKey & { pending: Buffer }, { sub: string }>(
  'software-tokens.begin',
  `with account as (
     select pool_id, sub from users where pool_id = :poolId and sub = :sub and enabled for key share
   )
   insert into software_tokens (pool_id, sub, pending) select pool_id, sub, :pending::bytea from account
   on conflict (pool_id, sub) do update set pending = excluded.pending
   returning sub`,
);

/** The pending key, the same sealed as the one that works, and the step whose code proved it. */
interface VerifiedToken extends UserKey {
  readonly pending: Buffer;
  readonly secret: Buffer;
  readonly friendlyName: string | null;
  readonly step: number;
  /** True: another one that works is not replaced. */
  readonly first: boolean;
}

const verified = statement<VerifiedToken, { sub: string }>(
  'software-tokens.verify',
  `update software_tokens set secret = :secret, friendly_name = :friendlyName, last_step = :step, pending = null
   where pool_id = :poolId and sub = :sub and pending = :pending and (secret is null or not :first::boolean) returning sub`,
);

const named = statement<UserKey, { friendlyName: string | null }>(
  'software-tokens.name',
  'select friendly_name from software_tokens where pool_id = :poolId and sub = :sub and secret is not null',
);

const burned = statement<UserKey & { secret: Buffer; step: number }, { sub: string }>(
  'software-tokens.burn',
  `update software_tokens set last_step = :step
   where pool_id = :poolId and sub = :sub and secret = :secret and (last_step is null or last_step < :step) returning sub`,
);

const deleted = statement<UserKey & { now: Date }, never>(
  'software-tokens.delete',
  `with account as (
     update users set mfa_enabled = array_remove(mfa_enabled, 'SOFTWARE_TOKEN_MFA'),
       mfa_preferred = nullif(mfa_preferred, 'SOFTWARE_TOKEN_MFA'), modified_at = :now
     where pool_id = :poolId and sub = :sub and (mfa_preferred = 'SOFTWARE_TOKEN_MFA' or 'SOFTWARE_TOKEN_MFA' = any(mfa_enabled))
   )
   delete from software_tokens where pool_id = :poolId and sub = :sub`,
);

/** Uses a step of a verified key up. Throws ExpiredCodeException when it or a later one was used, at the same time even. */
export const burnStep =
  (of: UserKey & { readonly secret: Buffer; readonly step: number }): Effect =>
  async (sql) => {
    if ((await sql.query(burned, of)).length === 0) throw ExpiredCode(messages.softwareTokenUsed);
  };

/** Users' authenticator apps. */
export const softwareTokens = (sql: Sql) => ({
  async find(poolId: string, sub: string): Promise<Registration> {
    const [row] = await sql.query(found, { poolId, sub });
    return { verified: row?.verified ?? false, pending: row?.pending ?? undefined };
  },

  /** How the user calls the app; undefined when it has no name. It may be long: what signing in reads of every user is without it. */
  async nameOf(poolId: string, sub: string): Promise<string | undefined> {
    return (await sql.query(named, { poolId, sub }))[0]?.friendlyName ?? undefined;
  },

  /**
   * Stores a key that was handed out, in the place of one that was not verified; the verified one goes on working. Throws
   * NotAuthorizedException for a session that was used, or a user who is gone.
   */
  begin(token: UserKey & { readonly pending: Buffer }, session: UsedUp): Promise<void> {
    return sql.transaction(async (transaction) => {
      await useUp(session)(transaction);
      if ((await transaction.query(begun, token)).length === 0) throw NotAuthorized(messages.sessionInvalid);
    });
  },

  /**
   * Makes the pending key the one that works, with the step whose code verified it used up. Throws NotAuthorizedException for a
   * session that was used, EnableSoftwareTokenMFAException when the key is no longer the pending one.
   */
  verify(token: VerifiedToken, session: UsedUp): Promise<void> {
    return sql.transaction(async (transaction) => {
      await useUp(session)(transaction);
      if ((await transaction.query(verified, token)).length === 0) throw EnableSoftwareTokenMFA();
    });
  },

  /** Forgets a user's authenticator app, also as a factor that is switched on. */
  delete(poolId: string, sub: string, now: Date): Promise<void> {
    return sql.transaction(async (transaction) => {
      // Whoever switches it on holds the user's row meanwhile; what deletes must see that, or it stays switched on.
      await lockUser(transaction, { poolId, sub });
      await transaction.query(deleted, { poolId, sub, now });
    });
  },
});
