import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Attempt } from '#auth/attempt.js';
import { carriedState } from '#auth/carried-state.js';
import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { invalidParameter, requiredParameter } from '#auth/given.js';
import { admit, refuseLocked, sessionMilliseconds, wrongPassword } from '#auth/proofs.js';
import { checkedAttempt } from '#auth/session.js';
import { srpGroupName } from '#domain/pool.js';
import { simulatedUser } from '#domain/simulated-user.js';
import { isProof, parsePublicValue, serverChallenge, serverKey, toWire, type SrpVerifier } from '#domain/srp.js';
import { parseSrpTimestamp } from '#domain/srp-timestamp.js';
import type { Io } from '#services/io.js';
import { openSrp } from '#services/stored-password.js';

/** What the server remembers of an SRP exchange, sealed into the `SECRET_BLOCK` that the client carries. */
interface SrpState {
  readonly attempt: Attempt;
  readonly A: string;
  readonly B: string;
  readonly b: string;
}

/** Two numbers of the group and a secret in base64, and the longest attempt. */
const blockBytes = 2000;

const blocks = carriedState<SrpState>('srp', blockBytes);

/** The proof of a password by SRP. Its state travels in its own block, so that it needs no session. */
export const passwordVerifier: Challenge = {
  async ask(attempt, facts, given, io) {
    const A = parsePublicValue(requiredParameter(given, 'SRP_A'));
    if (!A) throw invalidParameter('SRP_A');
    const { salt, verifier } = srpOf(facts);
    const { b, B } = await serverChallenge(io.exponent, verifier);
    // The session carries what the pool's functions are told.
    const state: SrpState = {
      attempt: { ...attempt, custom: undefined },
      A: A.toString('base64'),
      B: B.toString('base64'),
      b: b.toString('base64'),
    };
    return {
      session: attempt.flow !== undefined,
      parameters: {
        SALT: toWire(salt),
        SECRET_BLOCK: blocks.seal(facts.vault, state, io.clock.now()).toString('base64'),
        SRP_B: toWire(B),
        USERNAME: facts.username,
        USER_ID_FOR_SRP: facts.username,
      },
    };
  },

  resume(given, { vault, client }, now) {
    const { attempt } = openState(requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK'), vault, now);
    if (attempt.flow !== undefined) throw InvalidParameter(messages.missingParameter('Session'));
    return checkedAttempt(attempt, client.id, now);
  },

  async check(attempt, facts, given, io) {
    const block = requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const signature = requiredParameter(given, 'PASSWORD_CLAIM_SIGNATURE');
    const timestamp = requiredParameter(given, 'TIMESTAMP');
    const now = io.clock.now();
    const state = openState(block, facts.vault, now);
    if (state.attempt.id !== attempt.id) throw NotAuthorized(messages.sessionInvalid);
    refuseLocked(facts, now);
    const right =
      (await isRightClaim(state, facts, { block, signature, timestamp }, io)) && isTimely(timestamp, facts, now);
    if (!right || !facts.user || !facts.password?.srp) throw await wrongPassword(facts, [attempt.id], io);
    await admit(facts, io);
    return { proofs: ['identity', 'password'], factor: 'pwd', password: true, spends: [attempt.id] };
  },
};

const openState = (block: string, vault: Facts['vault'], now: Date): SrpState => {
  const state = blocks.open(vault, Buffer.from(block, 'base64'), now);
  if (!state) throw NotAuthorized(messages.sessionInvalid);
  return state;
};

/** Salt and verifier; made up for users who do not exist or have no verifier, so that they cannot be told apart. */
const srpOf = ({ user, password, vault, deriveKey, typedDigest }: Facts): SrpVerifier =>
  user && password?.srp ? openSrp(vault, user.sub, password.srp) : simulatedUser(deriveKey, typedDigest);

interface Claim {
  readonly block: string;
  readonly signature: string;
  readonly timestamp: string;
}

const isRightClaim = async (state: SrpState, facts: Facts, claim: Claim, { exponent }: Io): Promise<boolean> => {
  const { verifier } = srpOf(facts);
  const [A, B, b] = [state.A, state.B, state.b].map((value) => Buffer.from(value, 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const K = await serverKey(exponent, { A, B, b, verifier });
  if (!K) return false;
  const { block, signature, timestamp } = claim;
  const [groupName, identity] = [srpGroupName(facts.pool), facts.username];
  return isProof(signature, { K, groupName, identity, secretBlock: Buffer.from(block, 'base64'), timestamp });
};

/** Clients' clocks may be wrong by so much. */
const skewMilliseconds = 5 * 60_000;

/** Whether a claim was made while its exchange ran, as far as clocks agree. */
const isTimely = (timestamp: string, facts: Facts, now: Date): boolean => {
  const at = parseSrpTimestamp(timestamp);
  if (!at) return false;
  const ageMilliseconds = now.getTime() - at.getTime();
  return ageMilliseconds >= -skewMilliseconds && ageMilliseconds <= sessionMilliseconds(facts) + skewMilliseconds;
};
