import { InvalidLambdaResponse, NotAuthorized, TooManyRequests } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Pool } from '#domain/pool.js';
import { addSeconds } from '#lib/clock.js';
import { newUuid } from '#lib/ids.js';
import type { Io } from '#services/io.js';
import { keptStatePlace } from '#store/kept-states.js';
import type { Vault } from '#store/vault.js';
import type { Attempt } from '#auth/attempt.js';
import type { Facts } from '#auth/facts.js';
import { fitsSession } from '#auth/session.js';
import type { CustomState } from './state.js';

// What the functions of a sign-in say may be longer than a session can be. Then it is kept in the store, sealed, and the session says where.

/** The most that is kept for one sign-in. */
const maxBytes = 64 * 1024;
/** Longer than any session lasts, even one that is passed on through several steps. */
const keptSeconds = 3600;

/**
 * The attempt as a session can carry it. Throws InvalidLambdaResponseException for functions that say more than is kept, and
 * TooManyRequestsException when that happens too often for one name: nothing was proven yet.
 */
export const folded = async (attempt: Attempt, facts: Facts, io: Io): Promise<Attempt> => {
  if (!attempt.custom || fitsSession(attempt)) return attempt;
  const text = JSON.stringify(attempt.custom);
  if (Buffer.byteLength(text) > maxBytes) throw InvalidLambdaResponse();
  const now = io.clock.now();
  const counter = { poolId: facts.pool.id, purpose: 'keep-custom-challenges', key: facts.attemptsKey } as const;
  if (!(await io.store.attempts.take(counter, io.limits.customChallengesKept, now))) throw TooManyRequests();
  const id = newUuid();
  const sealed = facts.vault.seal(keptStatePlace(id), text);
  await io.store.keptStates.keep({ poolId: facts.pool.id, id, sealed, expiresAt: addSeconds(now, keptSeconds) });
  return { ...attempt, custom: undefined, customKeptAs: id };
};

/** The attempt with what was kept of it. Throws NotAuthorizedException when that has expired. */
export const unfolded = async (attempt: Attempt, { id: poolId }: Pool, { clock, store }: Io): Promise<Attempt> => {
  const { customKeptAs: id } = attempt;
  if (id === undefined) return attempt;
  const sealed = await store.keptStates.find(poolId, id, clock.now());
  if (!sealed) throw NotAuthorized(messages.sessionExpired);
  return { ...attempt, custom: opened(await store.vaults.forScope(poolId), id, sealed), customKeptAs: undefined };
};

const opened = (vault: Vault, id: string, sealed: Buffer): CustomState =>
  JSON.parse(vault.open(keptStatePlace(id), sealed).toString('utf8')) as CustomState;
