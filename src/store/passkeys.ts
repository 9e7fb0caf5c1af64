import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { afterCreated, toPage, type CreatedKey, type Page, type PageRequest } from './page.js';
import type { Effect } from './settlements.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import type { UserKey } from './user-rows.js';

/** A passkey that a user registered. */
export interface Passkey {
  /** The credential's id, in base64url. */
  readonly id: string;
  readonly relyingPartyId: string;
  /** In COSE form. */
  readonly publicKey: Buffer;
  /** The authenticator's counter; 0 when it has none. */
  readonly signCount: number;
  readonly friendlyName: string;
  /** `platform` or `cross-platform`; undefined when the authenticator did not say. */
  readonly attachment: string | undefined;
  readonly transports: readonly string[];
  readonly createdAt: Date;
}

type PasskeyRow = Omit<Passkey, 'attachment'> & { attachment: string | null };

const passkeyColumns =
  'k.id, k.relying_party_id, k.public_key, k.sign_count, k.friendly_name, k.attachment, k.transports, k.created_at';

const listed = statement<UserKey & { afterCreatedAt: Date; afterId: string; limit: number }, PasskeyRow>(
  'passkeys.list',
  `select ${passkeyColumns} from passkeys k
   where k.pool_id = :poolId and k.sub = :sub and (k.created_at, k.id) > (:afterCreatedAt::timestamptz, :afterId::text)
   order by k.created_at, k.id limit :limit`,
);

const found = statement<UserKey & { id: string; relyingPartyId: string }, PasskeyRow>(
  'passkeys.find',
  `select ${passkeyColumns} from passkeys k
   where k.pool_id = :poolId and k.id = :id and k.sub = :sub and k.relying_party_id = :relyingPartyId`,
);

const deleted = statement<UserKey & { id: string }, { id: string }>(
  'passkeys.delete',
  'delete from passkeys where pool_id = :poolId and id = :id and sub = :sub returning id',
);

// A copy of an authenticator shows by a counter that does not grow; 0 stands for none.
const counted = statement<UserKey & { id: string; signCount: number }, { id: string }>(
  'passkeys.count',
  `update passkeys set sign_count = :signCount::bigint
   where pool_id = :poolId and id = :id and sub = :sub
     and (sign_count < :signCount::bigint or (sign_count = 0 and :signCount::bigint = 0))
   returning id`,
);

/** The passkeys of users. */
export const passkeys = (sql: Sql) => ({
  /** A page of a user's passkeys, in the order in which they were registered. */
  async list(
    poolId: string,
    sub: string,
    { limit, after }: PageRequest<CreatedKey>,
  ): Promise<Page<Passkey, CreatedKey>> {
    const rows = await sql.query(listed, { poolId, sub, limit: limit + 1, ...afterCreated(after) });
    return toPage(rows.map(toPasskey), limit, ({ createdAt, id }) => [createdAt.getTime(), id]);
  },

  /** The passkey of this id, if it is this user's and for this domain. */
  async find(poolId: string, sub: string, id: string, relyingPartyId: string): Promise<Passkey | undefined> {
    const [row] = await sql.query(found, { poolId, sub, id, relyingPartyId });
    return row && toPasskey(row);
  },

  /** Deletes a passkey of a user; false when the user has none of this id. */
  async delete(poolId: string, sub: string, id: string): Promise<boolean> {
    return (await sql.query(deleted, { poolId, sub, id })).length > 0;
  },
});

/** Takes over the counter of a proof. Throws NotAuthorizedException when it did not grow, or the passkey was deleted meanwhile. */
export const countPasskey =
  (poolId: string, sub: string, id: string, signCount: number): Effect =>
  async (sql) => {
    const rows = await sql.query(counted, { poolId, sub, id, signCount });
    if (rows.length === 0) throw NotAuthorized(messages.wrongPassword);
  };

const toPasskey = ({ attachment, ...row }: PasskeyRow): Passkey => ({ ...row, attachment: attachment ?? undefined });
