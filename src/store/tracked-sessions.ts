import type { Effect } from './settlements.js';
import type { Sql } from './sql.js';
import { statement } from './statement.js';
import { lockUser } from './user-lock.js';
import type { UserKey } from './user-rows.js';

/** A sign-in that its pool tracks, as session lists show it. */
export interface TrackedSession {
  readonly sessionId: string;
  readonly clientId: string;
  readonly authTime: Date;
  readonly lastUsedAt: Date;
  /** The program that used it last, as it called itself. */
  readonly userAgent: string | null;
  readonly lastIp: string | null;
}

const tracked = 'pool_id = :poolId and sub = :sub and session_id is not null and ended_at is null';

const listed = statement<UserKey & { now: Date; limit: number }, TrackedSession>(
  'sessions.list',
  `select session_id, client_id, auth_time, last_used_at, user_agent, last_ip from families
   where ${tracked} and refresh_until > :now order by last_used_at desc, session_id limit :limit`,
);

const evicted = statement<UserKey & { kept: string; others: number; now: Date }, never>(
  'sessions.evict',
  `update families set ended_at = :now where pool_id = :poolId and id in (
     select id from (
       select id, row_number() over (order by last_used_at desc, auth_time desc, id) as place
       from families where ${tracked} and refresh_until > :now::timestamptz and id <> :kept) as other
     where place > :others::int)`,
);

const touched = statement<
  { poolId: string; id: string; userAgent: string | null; lastIp: string | null; now: Date },
  never
>(
  'sessions.touch',
  `update families set last_used_at = :now, user_agent = :userAgent, last_ip = :lastIp
   where pool_id = :poolId and id = :id and ended_at is null`,
);

const ended = statement<UserKey & { sessionId: string; now: Date }, { id: string }>(
  'sessions.end',
  `update families set ended_at = :now where ${tracked} and session_id = :sessionId and expires_at > :now returning id`,
);

/** Sign-ins under the names that session operations know them by. Only families that were tracked from their beginning have one. */
export const trackedSessions = (sql: Sql) => ({
  /** A user's sessions whose refresh token is good, the one that was active last first. */
  list: (user: UserKey, limit: number, now: Date): Promise<TrackedSession[]> =>
    sql.query(listed, { ...only(user), limit, now }),

  /** Leaves the family and as many others as make `most`: those that were unused for longest end, and their tokens with them. */
  makeRoom:
    (user: UserKey, family: { readonly id: string }, most: number, now: Date): Effect =>
    async (transaction) => {
      // Whoever signs in to this user at the same time waits here, and then counts what the one before left.
      await lockUser(transaction, user);
      await transaction.query(evicted, { ...only(user), kept: family.id, others: most - 1, now });
    },

  /** Notes when, from where and by what a sign-in was used. */
  async touch(
    { poolId, id }: { readonly poolId: string; readonly id: string },
    origin: { readonly userAgent?: string; readonly address?: string },
    now: Date,
  ): Promise<void> {
    const params = { poolId, id, userAgent: origin.userAgent ?? null, lastIp: origin.address ?? null, now };
    await sql.query(touched, params);
  },

  /** Ends a session of this user; false when there is none of this id. */
  async end(user: UserKey, sessionId: string, now: Date): Promise<boolean> {
    return (await sql.query(ended, { ...only(user), sessionId, now })).length > 0;
  },
});

const only = ({ poolId, sub }: UserKey): UserKey => ({ poolId, sub });
