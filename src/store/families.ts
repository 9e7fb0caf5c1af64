import type { Family } from '#domain/family.js';
import type { Membership } from '#domain/group.js';
import type { User } from '#domain/user.js';
import { purgeOf } from './purge.js';
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

/** A family's columns as the database has them. */
interface FamilyRow {
  id: string;
  sub: string;
  clientId: string;
  originJti: string;
  generation: number;
  rotatedAt: Date | null;
  scopes: string;
  authTime: Date;
  deviceKey: string | null;
  deviceGroupKey: string | null;
  acr: string | null;
  amr: string | null;
  sessionId: string | null;
  userAgent: string | null;
  lastIp: string | null;
  lastUsedAt: Date;
  refreshUntil: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const columns = [
  'id',
  'sub',
  'client_id',
  'origin_jti',
  'generation',
  'rotated_at',
  'scopes',
  'auth_time',
  'device_key',
  'device_group_key',
  'acr',
  'amr',
  'session_id',
  'user_agent',
  'last_ip',
  'last_used_at',
  'refresh_until',
  'expires_at',
  'ended_at',
];

/** A family's columns, of the table under the name `f`, told apart from the user's by a prefix. */
const familyColumns = columns.map((column) => `f.${column} as family_${column}`).join(', ');

type PrefixedFamilyRow = { [K in keyof FamilyRow as `family${Capitalize<K>}`]: FamilyRow[K] | null };
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

// The one statement that settles who of two rotates: the other finds the generation gone.
const rotated = statement<
  {
    poolId: string;
    id: string;
    generation: number;
    now: Date;
    userAgent: string | null;
    lastIp: string | null;
    tokensUntil: Date;
  },
  { id: string }
>(
  'families.rotate',
  `update families set generation = generation + 1, rotated_at = :now, last_used_at = :now,
     user_agent = :userAgent, last_ip = :lastIp, expires_at = greatest(expires_at, :tokensUntil::timestamptz)
   where pool_id = :poolId and id = :id and generation = :generation and ended_at is null
   returning id`,
);

const kept = statement<{ poolId: string; id: string; tokensUntil: Date }, never>(
  'families.keep',
  `update families set expires_at = greatest(expires_at, :tokensUntil::timestamptz) where pool_id = :poolId and id = :id`,
);

const purge = purgeOf('families', 'pool_id, id');

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

  /**
   * Counts a rotation of the refresh token and notes who asked for it, if the sign-in is good and was not rotated since it was read;
   * false otherwise. New tokens are valid until `tokensUntil`.
   */
  async rotate(
    { poolId, id, generation }: Pick<Family, 'poolId' | 'id' | 'generation'>,
    origin: { readonly userAgent?: string; readonly address?: string },
    times: { readonly now: Date; readonly tokensUntil: Date },
  ): Promise<boolean> {
    const params = { poolId, id, generation, userAgent: origin.userAgent ?? null, lastIp: origin.address ?? null };
    return (await sql.query(rotated, { ...params, ...times })).length > 0;
  },

  /** Keeps a sign-in until its newest tokens end: those of a client whose lifetimes grew last longer than was foreseen. */
  async keep({ poolId, id }: Pick<Family, 'poolId' | 'id'>, tokensUntil: Date): Promise<void> {
    await sql.query(kept, { poolId, id, tokensUntil });
  },

  /** Deletes up to `limit` families none of whose tokens can be valid any more, and says how many there were. */
  purge: purge(sql),
});

const nobody: TokenSubject = { user: undefined, attemptsKey: undefined, family: undefined };

const toSubject = (poolId: string, row: MaybeUserRow & PrefixedFamilyRow): TokenSubject => ({
  user: row.sub === null ? undefined : toUser(row as UserRow),
  attemptsKey: row.attemptsKey ?? undefined,
  family: row.familyId === null ? undefined : toFamily(poolId, row),
});

const toFamily = (poolId: string, row: PrefixedFamilyRow): Family & { ended: boolean } => {
  const f = row as { [K in keyof FamilyRow as `family${Capitalize<K>}`]: FamilyRow[K] };
  return {
    poolId,
    id: f.familyId,
    sub: f.familySub,
    clientId: f.familyClientId,
    originJti: f.familyOriginJti,
    generation: f.familyGeneration,
    rotatedAt: f.familyRotatedAt ?? undefined,
    scopes: f.familyScopes,
    authTime: f.familyAuthTime,
    deviceKey: f.familyDeviceKey ?? undefined,
    deviceGroupKey: f.familyDeviceGroupKey ?? undefined,
    acr: f.familyAcr ?? undefined,
    amr: f.familyAmr?.split(' '),
    sessionId: f.familySessionId ?? undefined,
    userAgent: f.familyUserAgent ?? undefined,
    lastIp: f.familyLastIp ?? undefined,
    lastUsedAt: f.familyLastUsedAt,
    refreshUntil: f.familyRefreshUntil,
    expiresAt: f.familyExpiresAt,
    ended: row.familyEndedAt !== null,
  };
};
