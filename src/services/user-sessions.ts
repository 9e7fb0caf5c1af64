import type { SessionDescriptionType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, ResourceNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { deviceType } from '#domain/device-type.js';
import type { Family } from '#domain/family.js';
import type { Pool } from '#domain/pool.js';
import { mostSessions, tracksSessions } from '#domain/session-tracking.js';
import type { User } from '#domain/user.js';
import { randomLowerAlphanumerics } from '#lib/ids.js';
import type { Effect } from '#store/settlements.js';
import type { TrackedSession } from '#store/tracked-sessions.js';
import type { Io } from './io.js';

/** How AWS calls a new sign-in by the API; undefined where the pool does not track sessions. */
export const newSessionId = (pool: Pool): string | undefined =>
  tracksSessions(pool) ? `tkn${randomLowerAlphanumerics(25)}` : undefined;

/** What a new sign-in does to the user's other sessions: nothing where they are not tracked. */
export const sessionEffects = (pool: Pool, family: Family | undefined, { store, clock }: Io): readonly Effect[] =>
  family?.sessionId === undefined
    ? []
    : [store.trackedSessions.makeRoom(family, family, mostSessions(pool), clock.now())];

/** Notes that a sign-in was used, where it is tracked. */
export const noteActivity = async (family: Family, { store, clock, origin }: Io): Promise<void> => {
  if (family.sessionId !== undefined) await store.trackedSessions.touch(family, origin, clock.now());
};

/** AWS's one page. It holds them all: a user has a hundred token sessions at most. */
const pageSize = 125;

/**
 * The user's active sessions; `current` is the one of the access token that asks. Throws InvalidParameterException for a page token,
 * since none is ever handed out.
 */
export const listSessions = async (
  { pool, user, current, token }: { pool: Pool; user: User; current?: string | undefined; token: string | undefined },
  { store, clock }: Io,
): Promise<SessionDescriptionType[]> => {
  if (token !== undefined) throw InvalidParameter(messages.invalidPaginationToken);
  if (!tracksSessions(pool)) return [];
  const sessions = await store.trackedSessions.list(user, pageSize, clock.now());
  return sessions.map((session) => describe(session, current));
};

/** Ends a session of this user. Throws ResourceNotFoundException when there is none, or only somebody else's. */
export const revokeSession = async (pool: Pool, user: User, sessionId: string, { store, clock }: Io): Promise<void> => {
  const ended = tracksSessions(pool) && (await store.trackedSessions.end(user, sessionId, clock.now()));
  if (!ended) throw ResourceNotFound(messages.sessionNotFound);
};

// Without `LastLocation`: nothing here knows where an address is.
const describe = (session: TrackedSession, current: string | undefined): SessionDescriptionType => ({
  SessionId: session.sessionId,
  SessionType: 'TOKEN',
  ClientId: session.clientId,
  CreateDate: session.authTime,
  LastActiveDate: session.lastUsedAt,
  DeviceType: deviceType(session.userAgent ?? undefined),
  ...(session.lastIp !== null && { LastIPAddress: session.lastIp }),
  IsCurrentSession: session.sessionId === current,
});
