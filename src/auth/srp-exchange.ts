import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import {
  isProof,
  parsePublicValue,
  serverChallenge,
  serverKey,
  toWire,
  type SrpIdentity,
  type SrpVerifier,
} from '#domain/srp.js';
import { parseSrpTimestamp } from '#domain/srp-timestamp.js';
import type { Io } from '#services/io.js';
import type { Vault } from '#store/vault.js';
import { carriedState } from './carried-state.js';
import type { Given } from './challenge.js';
import type { Facts } from './facts.js';
import { invalidParameter, requiredParameter } from './given.js';
import { sessionMilliseconds } from './proofs.js';

/** What the server remembers of an SRP exchange, sealed into the `SECRET_BLOCK` that the client carries. */
interface SrpState<Bound> {
  /** What the exchange belongs to. */
  readonly bound: Bound;
  readonly A: string;
  readonly B: string;
  readonly b: string;
}

/** What an exchange's challenge is made of. */
export interface SrpParameters {
  readonly SALT: string;
  readonly SECRET_BLOCK: string;
  readonly SRP_B: string;
}

/** Two numbers of the group and a secret in base64, and the longest attempt. */
const blockBytes = 2000;

/** The server's side of SRP for secrets of one purpose: a block of one purpose is none of another. */
export const srpExchange = <Bound extends object>(purpose: string) => {
  const blocks = carriedState<SrpState<Bound>>(purpose, blockBytes);

  const open = (given: Given, vault: Vault, now: Date): SrpState<Bound> => {
    const block = requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const state = blocks.open(vault, Buffer.from(block, 'base64'), now);
    if (!state) throw NotAuthorized(messages.sessionInvalid);
    return state;
  };

  return {
    /** Answers the client's `SRP_A`. Throws InvalidParameterException for one that is none. */
    async begin(
      bound: Bound,
      { salt, verifier }: SrpVerifier,
      given: Given,
      vault: Vault,
      io: Io,
    ): Promise<SrpParameters> {
      const A = parsePublicValue(requiredParameter(given, 'SRP_A'));
      if (!A) throw invalidParameter('SRP_A');
      const { b, B } = await serverChallenge(io.exponent, verifier);
      const state = { bound, A: A.toString('base64'), B: B.toString('base64'), b: b.toString('base64') };
      return {
        SALT: toWire(salt),
        SECRET_BLOCK: blocks.seal(vault, state, io.clock.now()).toString('base64'),
        SRP_B: toWire(B),
      };
    },

    /** What the exchange of an answer's block belongs to. Throws NotAuthorizedException for a block that was not made here. */
    boundTo: (given: Given, vault: Vault, now: Date): Bound => open(given, vault, now).bound,

    /**
     * Reads an answer, in AWS's order of what may be missing. `proves` tells whether it shows knowledge of a verifier's secret and was
     * made while its exchange ran. Throws InvalidParameterException, and NotAuthorizedException for a block that was not made here.
     */
    answer(given: Given, vault: Vault, now: Date) {
      const claim = claimOf(given);
      const state = open(given, vault, now);
      return {
        bound: state.bound,
        proves: async (who: SrpVerifier & SrpIdentity, facts: Facts, io: Io): Promise<boolean> =>
          (await isRightClaim(state, who, claim, io)) && isTimely(claim.timestamp, facts, now),
      };
    },
  };
};

interface Claim {
  readonly block: string;
  readonly signature: string;
  readonly timestamp: string;
}

const claimOf = (given: Given): Claim => ({
  block: requiredParameter(given, 'PASSWORD_CLAIM_SECRET_BLOCK'),
  signature: requiredParameter(given, 'PASSWORD_CLAIM_SIGNATURE'),
  timestamp: requiredParameter(given, 'TIMESTAMP'),
});

const isRightClaim = async (
  state: Omit<SrpState<unknown>, 'bound'>,
  { verifier, groupName, identity }: SrpVerifier & SrpIdentity,
  { block, signature, timestamp }: Claim,
  { exponent }: Io,
): Promise<boolean> => {
  const [A, B, b] = [state.A, state.B, state.b].map((value) => Buffer.from(value, 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const K = await serverKey(exponent, { A, B, b, verifier });
  if (!K) return false;
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
