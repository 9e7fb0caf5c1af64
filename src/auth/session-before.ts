import type { Io } from '#services/io.js';
import { keepState, keptStatePlace } from '#store/kept-states.js';
import type { Effect } from '#store/settlements.js';
import type { Vault } from '#store/vault.js';
import type { Attempt } from './attempt.js';
import type { Facts } from './facts.js';

// After a second factor amazon-cognito-identity-js (6.3, sendMFACode) does not take over the new session: it answers DEVICE_SRP_AUTH with
// the one that it answered the factor with. That one carries no proof of the factor, so the attempt as it goes on is kept here.

/** The attempt that goes on after the session of `answeredId`: both sessions are one, which is answered once. */
export const keepForSessionBefore = (answeredId: string, asking: Attempt, { pool, vault }: Facts): Effect => {
  const id = idOf(answeredId);
  const sealed = vault.seal(keptStatePlace(id), JSON.stringify(asking));
  return keepState({ poolId: pool.id, id, sealed, expiresAt: new Date(asking.expiresAt) });
};

/** What was kept for a session that was answered; undefined when nothing was. */
export const attemptAfter = async (
  answered: Attempt,
  vault: Vault,
  { store, clock }: Io,
): Promise<Attempt | undefined> => {
  const id = idOf(answered.id);
  const sealed = await store.keptStates.find(vault.scope, id, clock.now());
  return sealed && (JSON.parse(vault.open(keptStatePlace(id), sealed).toString('utf8')) as Attempt);
};

const idOf = (answeredId: string): string => `after|${answeredId}`;
