import type { Passkey } from './passkeys.js';
import { purgeOf } from './purge.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { UserKey } from './user-rows.js';

/** The registration of a passkey that a user began. */
export interface PasskeyRegistration {
  /** With which client it must be completed. */
  readonly clientId: string;
  /** In base64url. */
  readonly challenge: string;
  readonly relyingPartyId: string;
  readonly expiresAt: Date;
}

// A user who is deleted meanwhile leaves nothing behind.
const presentUser = 'select 1 from users where pool_id = :poolId and sub = :sub for key share';

const begun = statement<UserKey & PasskeyRegistration, never>(
  'passkey-registrations.begin',
  `with account as (${presentUser})
   insert into passkey_registrations (pool_id, sub, client_id, challenge, relying_party_id, expires_at)
   select :poolId::text, :sub::text, :clientId::text, :challenge::text, :relyingPartyId::text, :expiresAt::timestamptz from account
   on conflict (pool_id, sub) do update set client_id = excluded.client_id, challenge = excluded.challenge,
     relying_party_id = excluded.relying_party_id, expires_at = excluded.expires_at`,
);

const found = statement<UserKey, PasskeyRegistration>(
  'passkey-registrations.find',
  `select client_id, challenge, relying_party_id, expires_at from passkey_registrations where pool_id = :poolId and sub = :sub`,
);

// Whoever deletes the registration completes it. As a user has one at a time, whose row all completions and the next beginning wait
// for, each sees the passkeys that were added before: of two at once none slips past the limit.
const completed = statement<
  UserKey & { challenge: string; most: number } & Omit<Passkey, 'attachment'> & { attachment: string | null },
  { taken: boolean; fits: boolean; added: boolean }
>(
  'passkey-registrations.complete',
  `with account as (${presentUser}),
   taken as (
     delete from passkey_registrations where pool_id = :poolId and sub = :sub and challenge = :challenge
       and exists (select 1 from account)
     returning 1
   ), fitting as (
     select 1 from taken
     where not exists (select 1 from passkeys where pool_id = :poolId and sub = :sub order by created_at offset :most::int - 1 limit 1)
   ), added as (
     insert into passkeys (pool_id, id, sub, relying_party_id, public_key, sign_count, friendly_name, attachment, transports, created_at)
     select :poolId::text, :id::text, :sub::text, :relyingPartyId::text, :publicKey::bytea, :signCount::bigint, :friendlyName::text,
       :attachment::text, :transports::text[], :createdAt::timestamptz
     from fitting
     on conflict (pool_id, id) do nothing
     returning 1
   )
   select exists (select 1 from taken) as taken, exists (select 1 from fitting) as fits, exists (select 1 from added) as added`,
);

const purge = purgeOf('passkey_registrations', 'pool_id, sub');

/** `gone`: completed or begun anew meanwhile; `full`: the user has as many as allowed; `known`: somebody has this passkey already. */
export type Completed = 'done' | 'gone' | 'full' | 'known';

/** Registrations of passkeys under way: one for each user. */
export const passkeyRegistrations = (sql: Sql) => ({
  /** Begins one, in the place of the one that the user may have begun before. */
  async begin(poolId: string, sub: string, registration: PasskeyRegistration): Promise<void> {
    await sql.query(begun, { poolId, sub, ...registration });
  },

  async find(poolId: string, sub: string): Promise<PasskeyRegistration | undefined> {
    return (await sql.query(found, { poolId, sub }))[0];
  },

  /** Uses the registration of this challenge up and stores the passkey, if the user has fewer than `most`. */
  async complete(poolId: string, sub: string, challenge: string, passkey: Passkey, most: number): Promise<Completed> {
    const params = { ...passkey, attachment: passkey.attachment ?? null };
    const [verdict] = await sql.query(completed, { poolId, sub, challenge, most, ...params });
    if (!verdict?.taken) return 'gone';
    if (!verdict.fits) return 'full';
    return verdict.added ? 'done' : 'known';
  },

  /** Deletes up to `limit` expired ones and says how many there were. */
  purge: purge(sql),
});
