import type { ErrorKind } from '#contract/api-error.js';
import { InvalidParameter, NotAuthorized, SoftwareTokenMFANotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { mfaMode, poolFactors } from '#domain/pool-mfa.js';
import type { Client } from '#domain/client.js';
import type { Pool } from '#domain/pool.js';
import { newUuid } from '#lib/ids.js';
import type { Io } from '#services/io.js';
import type { UsedUp } from '#store/settlements.js';
import type { Vault } from '#store/vault.js';
import { withProofs, type Attempt, type Proof } from './attempt.js';
import { gatherFacts } from './facts.js';
import { isPasswordInForce, sessionMilliseconds, spentUntil } from './proofs.js';
import { secondFactorOf } from './second-factors.js';
import { poolIdOfSession } from './session-form.js';
import { openSession, sealSession } from './session.js';

/** Who sets an authenticator app up, and by what: an access token, or the session of a sign-in that waits for it. */
export interface SetUp {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly sub: string;
  /** True where the app may only be the user's first. */
  readonly first: boolean;
  /** What the request uses up. */
  readonly session: UsedUp;
  /** The session that goes on, with more proven; none where an access token was given. */
  next(proofs: readonly Proof[]): { Session?: string };
}

/**
 * Finds out who sets an authenticator app up. Throws InvalidParameterException unless just one way to say so was used,
 * SoftwareTokenMFANotFoundException where the pool takes no such apps, and NotAuthorizedException for a session that waits for
 * anything else.
 */
export const openSetUp = async (
  { AccessToken: token, Session: session }: { AccessToken?: string; Session?: string },
  errors: readonly ErrorKind[],
  io: Io,
): Promise<SetUp> => {
  if ((token === undefined) === (session === undefined)) throw InvalidParameter(messages.tokenOrSession);
  const setUp = token === undefined ? await bySession(session ?? '', io) : await byToken(token, errors, io);
  const { pool } = setUp;
  if (mfaMode(pool) === 'OFF' || !poolFactors(pool).includes('SOFTWARE_TOKEN_MFA')) throw SoftwareTokenMFANotFound();
  return setUp;
};

const byToken = async (token: string, errors: readonly ErrorKind[], io: Io): Promise<SetUp> => {
  const { pool, user } = await io.tokenVerifier.verifyBearer(token, { errors });
  const vault = await io.store.vaults.forScope(pool.id);
  const session = { poolId: pool.id, spends: [], spentUntil: io.clock.now() };
  return { pool, vault, sub: user.sub, first: false, session, next: () => ({}) };
};

const bySession = async (given: string, io: Io): Promise<SetUp> => {
  const now = io.clock.now();
  const pool = await io.store.pools.find(poolIdOfSession(given));
  if (!pool) throw NotAuthorized(messages.sessionInvalid);
  const vault = await io.store.vaults.forScope(pool.id);
  const attempt = openSession(vault, given, undefined, now);
  const client = await io.store.clients.find(attempt.clientId);
  if (attempt.challenge !== 'MFA_SETUP' || client?.poolId !== pool.id) throw NotAuthorized(messages.sessionInvalid);
  const sub = await waitingUser(attempt, { pool, client }, io);
  const next = (proofs: readonly Proof[]) => {
    const expiresAt = now.getTime() + sessionMilliseconds({ client });
    const going = { ...withProofs(attempt, proofs), id: newUuid(), expiresAt };
    return { Session: sealSession(vault, going, now) };
  };
  const session = { poolId: pool.id, spends: [attempt.id], spentUntil: spentUntil(now) };
  return { pool, vault, sub, first: true, session, next };
};

/**
 * The user whose sign-in waits. Throws NotAuthorizedException for one who has a second factor by now: who knows the password
 * only must not replace it.
 */
const waitingUser = async (
  attempt: Attempt,
  { pool, client }: { pool: Pool; client: Client },
  io: Io,
): Promise<string> => {
  const { username: name, typedDigest } = attempt;
  const facts = await gatherFacts({ pool, client, name, typedDigest, deviceKey: undefined }, io);
  const waits = facts.user?.enabled && secondFactorOf(facts)?.challenge === 'MFA_SETUP';
  if (!waits || !facts.user || facts.user.sub !== attempt.sub || !isPasswordInForce(attempt, facts))
    throw NotAuthorized(messages.sessionInvalid);
  return facts.user.sub;
};
