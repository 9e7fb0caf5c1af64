import { NotAuthorized, UserNotFound } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { hidesUsers } from '#domain/client.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { nameDigest } from '#domain/usernames.js';
import { newUuid } from '#lib/ids.js';
import type { Io } from '#services/io.js';
import type { Attempt } from './attempt.js';
import { refuseUnknownDevice } from './devices.js';
import { gatherFacts, type Facts } from './facts.js';
import type { FlowRequest } from './flow.js';
import { requiredParameter } from './given.js';
import { refuseLocked, sessionMilliseconds } from './proofs.js';

/** What a flow decides about its attempts. */
type Opening = Pick<Attempt, 'firstChallenge'> & Partial<Pick<Attempt, 'flow'>>;

/**
 * Opens an attempt for the name that was given, known or not, as the flow opens it. Throws for a wrong secret hash, a locked name, and, where the
 * client does not hide which users exist, for an unknown or disabled user.
 */
export const openAttempt = async (
  { pool, client, given }: FlowRequest,
  opening: Opening,
  io: Io,
): Promise<{ attempt: Attempt; facts: Facts }> => {
  const typedName = requiredParameter(given, 'USERNAME');
  checkSecretHash(client, given['SECRET_HASH'], [typedName]);
  const typedDigest = nameDigest(pool, typedName);
  const facts = await gatherFacts(
    { pool, client, name: typedName, typedDigest, deviceKey: given['DEVICE_KEY'] || undefined },
    io,
  );
  if (!facts.user && !hidesUsers(client)) throw UserNotFound();
  const now = io.clock.now();
  refuseLocked(facts, now);
  if (facts.user && !facts.user.enabled && !hidesUsers(client)) throw NotAuthorized(messages.userDisabled);
  refuseUnknownDevice(facts, given);
  return { facts, attempt: newAttempt(facts, opening, now) };
};

const newAttempt = (facts: Facts, { firstChallenge, flow }: Opening, now: Date): Attempt => ({
  id: newUuid(),
  clientId: facts.client.id,
  typedDigest: facts.typedDigest,
  username: facts.username,
  sub: facts.user?.sub,
  flow,
  firstChallenge,
  decoys: undefined,
  target: undefined,
  proofs: [],
  factors: [],
  custom: undefined,
  customKeptAs: undefined,
  deviceKey: undefined,
  chosenFactor: undefined,
  enrolling: undefined,
  passwordSetAt: undefined,
  challenge: undefined,
  expiresAt: now.getTime() + sessionMilliseconds(facts),
});
