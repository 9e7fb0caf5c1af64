import type { Alias } from '#domain/usernames.js';
import { aliasParams, releaseAliases } from './alias-releases.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** The confirmation of a user's sign-up. */
export interface Confirmation {
  readonly poolId: string;
  readonly sub: string;
  /** The code that proves it, used up by the confirmation. */
  readonly codeHash: Buffer;
  /** Attributes that are verified by it. */
  readonly verified: Readonly<Record<string, string>>;
  /** Aliases that the user holds from then on. */
  readonly aliases: readonly Alias[];
  readonly now: Date;
}

const confirmed = statement<Omit<Confirmation, 'aliases'> & ReturnType<typeof aliasParams>, { sub: string }>(
  'confirmations.confirm',
  `with target as (
     select sub from users where pool_id = :poolId and sub = :sub for update
   ), used as (
     delete from codes where pool_id = :poolId and sub = (select sub from target) and purpose = 'sign-up' and hash = :codeHash
     returning sub
   ), account as (
     update users set status = 'CONFIRMED', attributes = attributes || :verified::jsonb, modified_at = :now::timestamptz
     where pool_id = :poolId and sub = (select sub from used) and status = 'UNCONFIRMED' returning sub
   ), names as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId::text, wanted.key, wanted.kind, account.sub
     from account, unnest(:aliasKeys::text[], :aliasKinds::text[]) as wanted (key, kind)
     where not exists (select 1 from aliases held
       where held.pool_id = :poolId and held.key = wanted.key and held.kind = wanted.kind and held.sub = account.sub)
   )
   select sub from account`,
);

const proven = statement<{ poolId: string; sub: string; codeHash: Buffer }, { sub: string }>(
  'confirmations.lock',
  `select u.sub from users u join codes c on c.pool_id = u.pool_id and c.sub = u.sub and c.purpose = 'sign-up' and c.hash = :codeHash
   where u.pool_id = :poolId and u.sub = :sub and u.status = 'UNCONFIRMED' for update of u, c`,
);

/** Sign-ups that a code confirms. */
export const confirmations = (sql: Sql) => {
  const confirm = async ({ aliases, ...confirmation }: Confirmation): Promise<boolean> =>
    (await sql.query(confirmed, { ...confirmation, ...aliasParams(aliases) })).length > 0;

  return {
    /**
     * Confirms a user, all or nothing; false when the code was used meanwhile. The driver's unique violation of `aliases_pkey`
     * tells that another user holds one of the aliases.
     */
    confirm,

    /** The same, but takes the aliases away from whoever holds them; the violation then tells of one who claimed one meanwhile. */
    confirmByForce: (confirmation: Confirmation): Promise<boolean> =>
      sql.transaction(async (transaction) => {
        const [code] = await transaction.query(proven, confirmation);
        if (!code) return false;
        await releaseAliases(transaction, confirmation, confirmation.aliases);
        return confirmations(transaction).confirm(confirmation);
      }),
  };
};
