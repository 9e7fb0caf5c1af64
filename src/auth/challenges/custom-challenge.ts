import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Attempt } from '#auth/attempt.js';
import type { Challenge } from '#auth/challenge.js';
import { create, verify } from '#auth/custom/functions.js';
import { withResult, type CustomState } from '#auth/custom/state.js';
import type { Facts } from '#auth/facts.js';
import { requiredParameter } from '#auth/given.js';
import { spentUntil } from '#auth/proofs.js';
import { usernameMode } from '#domain/pool.js';
import { isEmail, isPhoneNumber } from '#domain/usernames.js';
import type { Io } from '#services/io.js';

/** A challenge that the pool's functions make up and judge. A wrong answer is no error: what follows from it is theirs to say. */
export const customChallenge: Challenge = {
  async ask(attempt, facts, _given, io) {
    const custom = stateOf(attempt);
    const { publicParameters, privateParameters, metadata = null } = await create(custom, facts, io);
    return {
      session: true,
      parameters: { ...publicParameters, USERNAME: shownName(custom, facts) },
      changes: { custom: { ...custom, pending: { parameters: privateParameters, metadata } } },
    };
  },

  async check(attempt, facts, given, io) {
    const answer = requiredParameter(given, 'ANSWER');
    const custom = stateOf(attempt);
    await useUp(attempt, facts, io);
    const correct = await verify(answer, custom, facts, io);
    return {
      proofs: [],
      changes: { custom: withResult(custom, 'CUSTOM_CHALLENGE', correct, custom.pending?.metadata) },
    };
  },
};

/** Every session that awaits this challenge has one. */
const stateOf = ({ custom }: Attempt): CustomState => {
  if (!custom) throw NotAuthorized(messages.sessionInvalid);
  return custom;
};

/**
 * A session is used up before its answer is judged: thirty answers to one session at once are one guess, and the functions hear of one.
 * Nothing else is written for it, so it needs no user.
 */
const useUp = async ({ id }: Attempt, { pool }: Facts, { clock, store }: Io): Promise<void> => {
  await store.settlements.spend({ poolId: pool.id, spends: [id], spentUntil: spentUntil(clock.now()), effects: [] });
};

/** The user's stored name; of nobody, what its stored name would be where that can be told, else what looks like one. */
const shownName = ({ typedName }: CustomState, { pool, username }: Facts): string =>
  typedName === undefined || usernameMode(pool) === 'attribute' || isEmail(typedName) || isPhoneNumber(typedName)
    ? username
    : typedName;
