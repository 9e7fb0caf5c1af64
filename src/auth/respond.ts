import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { isFirstFactor } from '#domain/first-factors.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { nameDigest } from '#domain/usernames.js';
import type { Pool } from '#domain/pool.js';
import type { Io } from '#services/io.js';
import type { Attempt } from './attempt.js';
import { findChallenge } from './challenges.js';
import { refuseUnknownDevice } from './devices.js';
import { advance, type AuthAnswer } from './engine.js';
import { unfolded } from './custom/kept-state.js';
import { withRecord } from './custom/state.js';
import { gatherFacts, type Facts } from './facts.js';
import type { FlowRequest } from './flow.js';
import { requiredParameter } from './given.js';
import { isPasswordInForce } from './proofs.js';
import { checkedAttempt, openSession } from './session.js';
import { attemptAfter } from './session-before.js';

/** An answer to a challenge, as the client sent it. */
export interface Answer extends FlowRequest {
  readonly challenge: ChallengeNameType;
  readonly session: string | undefined;
  readonly clientMetadata: Facts['clientMetadata'];
}

/** Judges the answer to a challenge and goes on. A wrong answer leaves the session as it was, but for passwords. */
export const respondToChallenge = async (answer: Answer, io: Io): Promise<AuthAnswer> => {
  const { pool, client, given } = answer;
  const name = requiredParameter(given, 'USERNAME');
  const attempt = await unfolded(await resume(answer, io), pool, io);
  if (!isNameOf(attempt, pool, name)) throw NotAuthorized(messages.sessionInvalid);
  checkSecretHash(client, given['SECRET_HASH'], [name, attempt.username, ...(attempt.sub ? [attempt.sub] : [])]);

  const facts = await gatherFacts(
    {
      pool,
      client,
      name: attempt.username,
      typedDigest: attempt.typedDigest,
      deviceKey: given['DEVICE_KEY'] || attempt.deviceKey,
      clientMetadata: answer.clientMetadata,
    },
    io,
  );
  if (facts.user?.sub !== attempt.sub || !isPasswordInForce(attempt, facts))
    throw NotAuthorized(messages.sessionInvalid);
  refuseUnknownDevice(facts, given);
  const chosen = isChoice(attempt, answer.challenge);
  const challenge = findChallenge(chosen ? 'SELECT_CHALLENGE' : answer.challenge);
  if (!challenge) throw NotAuthorized(messages.sessionInvalid);
  const proven = await challenge.check(attempt, facts, chosen ? { ...given, ANSWER: answer.challenge } : given, io);
  return advance(
    { attempt, facts, given, proven: withRecord(attempt, proven), continued: answer.session !== undefined },
    io,
  );
};

/** The attempt that an answer belongs to: out of its session, which must await just this challenge, or out of its own state. */
const resume = async ({ pool, client, given, challenge: name, session }: Answer, io: Io): Promise<Attempt> => {
  const now = io.clock.now();
  const vault = await io.store.vaults.forScope(pool.id);
  const challenge = findChallenge(name);
  if (session === undefined) {
    if (challenge?.resume) return challenge.resume(given, { vault, client }, now);
    throw InvalidParameter(messages.missingParameter('Session'));
  }
  const attempt = openSession(vault, session, client.id, now);
  if (attempt.challenge === name || isChoice(attempt, name)) return attempt;
  const after = challenge?.takesSessionBefore && (await attemptAfter(attempt, vault, io));
  if (!after || after.challenge !== name) throw NotAuthorized(messages.sessionInvalid);
  return checkedAttempt(after, client.id, now);
};

/** Whether the list of first factors is answered by the challenge that was chosen: as good as to name it and go on. */
const isChoice = ({ challenge }: Attempt, name: ChallengeNameType): boolean =>
  challenge === 'SELECT_CHALLENGE' && isFirstFactor(name);

/** Clients answer under the name that was typed or under the stored one. */
const isNameOf = ({ typedDigest, username, sub }: Attempt, pool: Pool, name: string): boolean => {
  const digests = [typedDigest, nameDigest(pool, username), ...(sub ? [nameDigest(pool, sub)] : [])];
  return digests.includes(nameDigest(pool, name));
};
