import type { Family } from '#domain/family.js';
import type { Membership } from '#domain/group.js';
import type { User } from '#domain/user.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import {
  membershipsColumn,
  toMemberships,
  toUser,
  userColumns,
  type MembershipsValue,
  type UserRow,
} from './user-rows.js';

type FamilyRow = Family & { endedAt: Date | null };

/** A family's columns, of the table under the name `f`, told apart from the user's by a prefix. */
const familyColumns = `f.id as family_id, f.sub as family_sub, f.client_id as family_client_id, f.origin_jti as family_origin_jti,
  f.generation as family_generation, f.scopes as family_scopes, f.auth_time as family_auth_time,
  f.refresh_until as family_refresh_until, f.expires_at as family_expires_at, f.ended_at as family_ended_at`;

type PrefixedFamilyRow = { [K in Exclude<keyof FamilyRow, 'poolId'> as `family${Capitalize<K>}`]: FamilyRow[K] | null };
type MaybeUserRow = { [K in keyof UserRow]: UserRow[K] | null };

const ofToken = statement<{ poolId: string; id: string; sub: string }, MaybeUserRow & PrefixedFamilyRow>(
  'families.of-token',
  `select ${userColumns}, ${familyColumns}
   from (values (1)) as one
   left join users u on u.pool_id = :poolId and u.sub = :sub
   left join families f on f.pool_id = :poolId and f.id = :id and f.sub = :sub`,
);

const withUser = statement<
  { poolId: string; id: string },
  MaybeUserRow & PrefixedFamilyRow & { memberships: MembershipsValue }
>(
  'families.with-user',
  `select ${userColumns}, ${membershipsColumn}, ${familyColumns}
   from families f left join users u on u.pool_id = f.pool_id and u.sub = f.sub
   where f.pool_id = :poolId and f.id = :id`,
);

const endedOfUser = statement<{ poolId: string; sub: string; now: Date }, never>(
  'families.end-of-user',
  'update families set ended_at = :now where pool_id = :poolId and sub = :sub and ended_at is null',
);

const ended = statement<{ poolId: string; id: string; now: Date }, never>(
  'families.end',
  'update families set ended_at = :now where pool_id = :poolId and id = :id and ended_at is null',
);

const purged = statement<{ now: Date; limit: number }, { count: number }>(
  'families.purge',
  `with gone as (
     delete from families where (pool_id, id) in (
       select pool_id, id from families where expires_at < :now order by expires_at limit :limit)
     returning 1)
   select count(*)::int as count from gone`,
);

/** The user and the sign-in that a token speaks of, as they are now; either may be gone. */
export interface TokenSubject {
  readonly user: User | undefined;
  readonly attemptsKey: string | undefined;
  /** Missing or ended means revoked. */
  readonly family: (Family & { readonly ended: boolean }) | undefined;
}

/** Sign-ins. Missing or ended means revoked; `iat` is never compared. */
export const families = (sql: Sql) => ({
  /** What a token speaks of, in one statement. */
  async ofToken(poolId: string, sub: string, id: string): Promise<TokenSubject> {
    const [row] = await sql.query(ofToken, { poolId, sub, id });
    return row ? toSubject(poolId, row) : nobody;
  },

  /** A sign-in and its user with the user's groups, in one statement; neither for an unknown id. */
  async withUser(poolId: string, id: string): Promise<TokenSubject & { memberships: readonly Membership[] }> {
    const [row] = await sql.query(withUser, { poolId, id });
    return { ...(row ? toSubject(poolId, row) : nobody), memberships: toMemberships(row?.memberships ?? null) };
  },

  /** Ends every sign-in of a user: all its tokens are revoked. */
  async endOfUser(poolId: string, sub: string, now: Date): Promise<void> {
    await sql.query(endedOfUser, { poolId, sub, now });
  },

  /** Ends one sign-in. */
  async end(poolId: string, id: string, now: Date): Promise<void> {
    await sql.query(ended, { poolId, id, now });
  },

  /** Deletes up to `limit` families none of whose tokens can be valid any more, and says how many there were. */
  async purge(now: Date, limit: number): Promise<number> {
    return (await sql.query(purged, { now, limit }))[0]?.count ?? 0;
  },
});

const nobody: TokenSubject = { user: undefined, attemptsKey: undefined, family: undefined };

const toSubject = (poolId: string, row: MaybeUserRow & PrefixedFamilyRow): TokenSubject => ({
  user: row.sub === null ? undefined : toUser(userPart(row as UserRow)),
  attemptsKey: row.attemptsKey ?? undefined,
  family: row.familyId === null ? undefined : toFamily(poolId, row),
});

const userPart = ({
  poolId,
  sub,
  username,
  attemptsKey,
  status,
  enabled,
  passwordDisabled,
  attributes,
  createdAt,
  modifiedAt,
}: UserRow): UserRow => ({
  poolId,
  sub,
  username,
  attemptsKey,
  status,
  enabled,
  passwordDisabled,
  attributes,
  createdAt,
  modifiedAt,
});

const toFamily = (poolId: string, row: PrefixedFamilyRow): Family & { ended: boolean } => {
  const f = row as { [K in keyof PrefixedFamilyRow]: NonNullable<PrefixedFamilyRow[K]> };
  return {
    poolId,
    id: f.familyId,
    sub: f.familySub,
    clientId: f.familyClientId,
    originJti: f.familyOriginJti,
    generation: f.familyGeneration,
    scopes: f.familyScopes,
    authTime: f.familyAuthTime,
    refreshUntil: f.familyRefreshUntil,
    expiresAt: f.familyExpiresAt,
    ended: row.familyEndedAt !== null,
  };
};
