import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import type { Alias } from '#domain/usernames.js';
import type { Attributes } from '#domain/user.js';
import type { NewPassword } from './new-rows.js';
import type { SearchKeys } from './user-rows.js';

/** All attributes before and after a change, and the search keys that follow from the latter. */
export interface AttributeChange {
  /** What the change was decided on: it must still be so. */
  readonly before: Attributes;
  readonly after: Attributes;
  readonly searchKeys: SearchKeys;
}

/** A new password of an existing user, and what of the user changes with it. */
export interface PasswordChange extends NewPassword {
  /** The status that the user has from then on. */
  readonly status: UserStatusType;
  /** Attributes that change in the same step; undefined: none. */
  readonly attributes: AttributeChange | undefined;
  /** Aliases that the changed attributes claim. */
  readonly aliases: readonly Alias[];
  /** Aliases that the changed attributes give up. */
  readonly lostAliases: readonly Alias[];
  /** How many permanent passwords stay known beside the one in force, so that they cannot be used again. */
  readonly remembers: number;
}

/**
 * The parts of a statement that give a user a new password: the old one moves into the history when it was permanent and is
 * to be remembered, what is older than the history is long goes. Nothing happens unless `condition` holds.
 */
export const newPasswordParts = (condition: string): string => `remembered as (
     insert into password_history (pool_id, sub, set_at, hash)
     select pool_id, sub, set_at, hash from passwords
     where pool_id = :poolId and sub = :sub and temporary_until is null and :remembers::int > 0 and ${condition}
     on conflict do nothing returning hash
   ), dropped as (
     delete from password_history where pool_id = :poolId and sub = :sub and ${condition} and (set_at, hash) in (
       select set_at, hash from password_history where pool_id = :poolId and sub = :sub
       order by set_at desc offset :remembers::int - (select count(*) from remembered))
   ), password as (
     insert into passwords (pool_id, sub, hash, srp, temporary_until, set_at)
     select :poolId::text, :sub::text, :passwordHash::text, :passwordSrp::bytea, :temporaryUntil::timestamptz, :now::timestamptz
     where ${condition}
     on conflict (pool_id, sub) do update set
       hash = excluded.hash, srp = excluded.srp, temporary_until = excluded.temporary_until, set_at = excluded.set_at
   ), claimed as (
     insert into aliases (pool_id, key, kind, sub)
     select :poolId::text, alias.key, alias.kind, :sub::text from unnest(:aliasKeys::text[], :aliasKinds::text[]) as alias (key, kind)
     where ${condition}
   ), left_behind as (
     delete from aliases where pool_id = :poolId and sub = :sub and ${condition}
       and (key, kind) in (select * from unnest(:lostAliasKeys::text[], :lostAliasKinds::text[]))
   ), changed as (
     update users set status = :status::text, password_disabled = false, modified_at = :now::timestamptz,
       attributes = coalesce(:attributesAfter::jsonb, attributes),
       email_key = case when :attributesAfter::jsonb is null then email_key else :emailKey::text end,
       phone_number_key = case when :attributesAfter::jsonb is null then phone_number_key else :phoneNumberKey::text end,
       preferred_username_key =
         case when :attributesAfter::jsonb is null then preferred_username_key else :preferredUsernameKey::text end,
       name_key = case when :attributesAfter::jsonb is null then name_key else :nameKey::text end,
       given_name_key = case when :attributesAfter::jsonb is null then given_name_key else :givenNameKey::text end,
       family_name_key = case when :attributesAfter::jsonb is null then family_name_key else :familyNameKey::text end
     where pool_id = :poolId and sub = :sub and ${condition}
     returning sub
   )`;

const noKeys: SearchKeys = {
  emailKey: null,
  phoneNumberKey: null,
  preferredUsernameKey: null,
  nameKey: null,
  givenNameKey: null,
  familyNameKey: null,
};

/** The parameters of {@link newPasswordParts}, less `poolId`, `sub` and `now`. */
export const newPasswordParams = (change: PasswordChange) => ({
  passwordHash: change.hash,
  passwordSrp: change.srp,
  temporaryUntil: change.temporaryUntil,
  status: change.status,
  remembers: change.remembers,
  aliasKeys: change.aliases.map(({ key }) => key),
  aliasKinds: change.aliases.map(({ kind }) => kind),
  lostAliasKeys: change.lostAliases.map(({ key }) => key),
  lostAliasKinds: change.lostAliases.map(({ kind }) => kind),
  attributesBefore: change.attributes?.before ?? null,
  attributesAfter: change.attributes?.after ?? null,
  ...(change.attributes?.searchKeys ?? noKeys),
});
