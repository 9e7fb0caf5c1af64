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
  readonly aliases: readonly { readonly key: string; readonly kind: string }[];
  readonly now: Date;
}

type Params = Omit<Confirmation, 'aliases'> & { aliasKeys: string[]; aliasKinds: string[] };

const account = `used as (
     delete from codes where pool_id = :poolId and sub = :sub and purpose = 'sign-up' and hash = :codeHash returning sub
   ), account as (
     update users set status = 'CONFIRMED', attributes = attributes || :verified::jsonb, modified_at = :now::timestamptz
     where pool_id = :poolId and sub = (select sub from used) and status = 'UNCONFIRMED' returning sub
   ), wanted as (
     select alias.key, alias.kind, account.sub
     from account, unnest(:aliasKeys::text[], :aliasKinds::text[]) as alias (key, kind)
   )`;

const confirmed = statement<Params, { sub: string }>(
  'confirmations.confirm',
  `with ${account}, names as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId::text, wanted.key, wanted.kind, wanted.sub from wanted
     where not exists (select 1 from aliases held
       where held.pool_id = :poolId and held.key = wanted.key and held.kind = wanted.kind and held.sub = wanted.sub)
   )
   select sub from account`,
);

// The old holder of a verified alias keeps the value but no longer as verified, and so no longer as a name.
const confirmedByForce = statement<Params, { sub: string }>(
  'confirmations.confirm-by-force',
  `with ${account}, holders as (
     select held.sub, held.kind from aliases held join wanted on held.key = wanted.key and held.kind = wanted.kind
     where held.pool_id = :poolId and held.sub <> wanted.sub
   ), unverified as (
     update users set attributes = attributes || jsonb_build_object(holders.kind || '_verified', 'false'), modified_at = :now::timestamptz
     from holders where users.pool_id = :poolId and users.sub = holders.sub
   ), names as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId::text, wanted.key, wanted.kind, wanted.sub from wanted
     on conflict (pool_id, key, kind) do update set sub = excluded.sub
   )
   select sub from account`,
);

/** Sign-ups that a code confirms. */
export const confirmations = (sql: Sql) => ({
  /**
   * Confirms a user, all or nothing; false when the code was used meanwhile. Without `force` the driver's unique violation of
   * `aliases_pkey` tells that another user holds one of the aliases; with it the aliases move.
   */
  async confirm({ aliases, ...confirmation }: Confirmation, force: boolean): Promise<boolean> {
    const rows = await sql.query(force ? confirmedByForce : confirmed, {
      ...confirmation,
      aliasKeys: aliases.map(({ key }) => key),
      aliasKinds: aliases.map(({ kind }) => kind),
    });
    return rows.length > 0;
  },
});
