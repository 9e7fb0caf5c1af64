import type { Alias } from '#domain/usernames.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';

/** Aliases as parameters of a statement: `unnest(:aliasKeys::text[], :aliasKinds::text[]) as alias (key, kind)`. */
export const aliasParams = (aliases: readonly Alias[]): { aliasKeys: string[]; aliasKinds: string[] } => ({
  aliasKeys: aliases.map(({ key }) => key),
  aliasKinds: aliases.map(({ kind }) => kind),
});

const released = statement<
  { poolId: string; sub: string; aliasKeys: string[]; aliasKinds: string[]; now: Date },
  never
>(
  'aliases.release',
  `with gone as (
     delete from aliases a using unnest(:aliasKeys::text[], :aliasKinds::text[]) as wanted (key, kind)
     where a.pool_id = :poolId and a.key = wanted.key and a.kind = wanted.kind and a.sub <> :sub
     returning a.sub, a.kind
   ), void as (
     delete from codes c using gone
     where c.pool_id = :poolId and c.sub = gone.sub and c.purpose = 'reset' and c.attribute = gone.kind
   ), flags as (
     select sub, jsonb_object_agg(kind || '_verified', 'false') as flags from gone group by sub
   )
   update users set attributes = attributes || flags.flags, modified_at = :now
   from flags where users.pool_id = :poolId and users.sub = flags.sub`,
);

/**
 * Takes e-mail addresses and phone numbers away from the users other than `sub` who hold them as aliases: they keep the values,
 * but no longer as verified, and so no longer as names; codes that went there set their passwords no more. Within the transaction
 * that gives them to `sub`: should somebody else claim one first, that one's insert runs into the driver's unique violation of
 * `aliases_pkey`.
 */
export const releaseAliases = async (
  transaction: Sql,
  owner: { poolId: string; sub: string; now: Date },
  aliases: readonly Alias[],
): Promise<void> => {
  await transaction.query(released, { ...owner, ...aliasParams(aliases) });
};
