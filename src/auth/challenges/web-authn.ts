import { createHmac } from 'node:crypto';
import type { Attempt } from '#auth/attempt.js';
import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { requiredParameter } from '#auth/given.js';
import { refusalOfState, sessionMilliseconds } from '#auth/proofs.js';
import { InvalidParameter, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { passkeyMessages } from '#contract/passkey-messages.js';
import {
  isMultiFactorOf,
  mostPasskeys,
  offersPasskey,
  passkeyFactor,
  relyingPartyId,
  userHandle,
  userVerification,
} from '#domain/passkeys.js';
import { simulatedPasskeys, type ShownPasskey } from '#domain/simulated-passkeys.js';
import { parseAssertionText } from '#domain/web-authn-credential.js';
import type { Io } from '#services/io.js';
import { assertedCount } from '#services/passkey-assertion.js';
import { countPasskey } from '#store/passkeys.js';

/** The use of a passkey, which is two factors at once where the pool says so. */
export const webAuthn: Challenge = {
  async ask(attempt, facts, _given, io) {
    const options = {
      challenge: challengeOf(attempt, facts),
      timeout: sessionMilliseconds(facts),
      rpId: partyOf(facts),
      allowCredentials: (await shownPasskeys(facts, io)).map(({ id, transports }) => ({
        type: 'public-key',
        id,
        transports,
      })),
      userVerification: userVerification(facts.pool),
    };
    return { session: true, parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) } };
  },

  async check(attempt, facts, given, io) {
    const { pool, user } = facts;
    const response = parseAssertionText(requiredParameter(given, 'CREDENTIAL'));
    if (!response) throw InvalidParameter(passkeyMessages.credential);
    const [party, sub] = [partyOf(facts), subOf(facts)];
    const passkey = await io.store.passkeys.find(pool.id, sub, response.id, party);
    const count = await assertedCount(response, {
      challenge: challengeOf(attempt, facts),
      relyingPartyId: party,
      apps: io.passkeyApps,
      verified: userVerification(pool) === 'required',
      passkey,
      userHandle: userHandle(sub),
    });
    if (count === undefined || !passkey || !user || !offersPasskey(pool, user, true))
      throw NotAuthorized(messages.wrongPassword);
    const refusal = refusalOfState(facts);
    if (refusal) throw refusal;
    return {
      proofs: isMultiFactorOf(pool, user) ? ['identity', 'second-factor'] : ['identity'],
      factor: passkeyFactor(passkey),
      effects: [countPasskey(pool.id, sub, passkey.id, count)],
    };
  },
};

/** Follows from the attempt's id, which the session carries sealed and which is used up with it: nothing is stored to be asked. */
const challengeOf = ({ id }: Attempt, { deriveKey }: Facts): string =>
  createHmac('sha256', deriveKey).update(`web-authn|${id}`).digest('base64url');

/** The pool may have lost its domain since passkeys were offered. */
const partyOf = ({ pool }: Facts): string => {
  const id = relyingPartyId(pool);
  if (id === undefined) throw NotAuthorized(messages.sessionInvalid);
  return id;
};

/** Of nobody, what is made up in its place: everything is looked up as for a user. */
const subOf = ({ user, username }: Facts): string => user?.sub ?? username;

const shownPasskeys = async (facts: Facts, { store }: Io): Promise<readonly ShownPasskey[]> => {
  const { pool, deriveKey, typedDigest } = facts;
  const party = partyOf(facts);
  const { items } = await store.passkeys.list(pool.id, subOf(facts), { limit: mostPasskeys, after: undefined });
  const own = items.filter((passkey) => passkey.relyingPartyId === party);
  return own.length > 0 ? own : simulatedPasskeys(deriveKey, typedDigest);
};
