import { InvalidParameter, NotAuthorized, PasswordResetRequired } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Attempt } from '#auth/attempt.js';
import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { admit, refuseLocked, wrongPassword } from '#auth/proofs.js';
import { checkedAttempt } from '#auth/session.js';
import { srpExchange } from '#auth/srp-exchange.js';
import { hidesUsers } from '#domain/client.js';
import { srpGroupName } from '#domain/pool.js';
import { simulatedUser } from '#domain/simulated-user.js';
import type { SrpVerifier } from '#domain/srp.js';
import { openSrp, passwordSrpPlace } from '#services/sealed-srp.js';

const exchange = srpExchange<Attempt>('srp');

/** The proof of a password by SRP. Its state travels in its own block, so that it needs no session. */
export const passwordVerifier: Challenge = {
  async ask(attempt, facts, given, io) {
    // As AWS, before the proof; where the client hides who exists it shows after it.
    if (facts.user?.status === 'RESET_REQUIRED' && !hidesUsers(facts.client)) throw PasswordResetRequired();
    // The session carries what the pool's functions are told.
    const bound = { ...attempt, custom: undefined };
    const parameters = await exchange.begin(bound, srpOf(facts), given, facts.vault, io);
    return {
      session: attempt.flow !== undefined,
      parameters: { ...parameters, USERNAME: facts.username, USER_ID_FOR_SRP: facts.username },
    };
  },

  resume(given, { vault, client }, now) {
    const attempt = exchange.boundTo(given, vault, now);
    if (attempt.flow !== undefined) throw InvalidParameter(messages.missingParameter('Session'));
    return checkedAttempt(attempt, client.id, now);
  },

  async check(attempt, facts, given, io) {
    const now = io.clock.now();
    const { bound, proves } = exchange.answer(given, facts.vault, now);
    if (bound.id !== attempt.id) throw NotAuthorized(messages.sessionInvalid);
    refuseLocked(facts, now);
    const identity = { groupName: srpGroupName(facts.pool), identity: facts.username };
    const right = await proves({ ...srpOf(facts), ...identity }, facts, io);
    if (!right || !facts.user || !facts.password?.srp) throw await wrongPassword(facts, [attempt.id], io);
    await admit(facts, io);
    return { proofs: ['identity', 'password'], factor: 'pwd', password: true, spends: [attempt.id] };
  },
};

/** Salt and verifier; made up for users who do not exist or have no verifier, so that they cannot be told apart. */
const srpOf = ({ user, password, vault, deriveKey, typedDigest }: Facts): SrpVerifier =>
  user && password?.srp
    ? openSrp(vault, passwordSrpPlace(user.sub), password.srp)
    : simulatedUser(deriveKey, typedDigest);
