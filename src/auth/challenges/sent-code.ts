import { hasProof, type Attempt } from '#auth/attempt.js';
import type { Challenge, Given, Proven } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { requiredParameter } from '#auth/given.js';
import { refuseOvertaken } from '#auth/overtaken.js';
import { rightFactor, wrongFactor } from '#auth/second-factors.js';
import { verifiedAddress } from '#auth/verified-address.js';
import { CodeMismatch, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Factor } from '#domain/assurance.js';
import type { VerifiableAttribute } from '#domain/attribute-input.js';
import { deliveryDetails, type Destination } from '#domain/destinations.js';
import type { User } from '#domain/user.js';
import type { Io } from '#services/io.js';
import { newSignInCode, signInCodeHash, takeSecondSending, takeSending } from '#services/sign-in-codes.js';
import { attempts, type AttemptKey } from '#store/attempts.js';
import type { Effect } from '#store/settlements.js';
import { takeSignInCode, type SignInCodeKey } from '#store/sign-in-codes.js';

/** How a code goes out and comes back. */
interface Channel {
  readonly attribute: VerifiableAttribute;
  readonly factor: Factor;
  readonly digits: number;
  /** The names under which the answer may come, AWS's own first. */
  readonly answers: readonly [string, ...string[]];
}

/**
 * A code that is sent to an address of the user: as a second factor once the user is known, else as the first. A right one
 * proves that the address is the user's, too.
 */
export const sentCode = (channel: Channel): Challenge => ({
  async ask(attempt, facts, _given, io) {
    const destination = destinationOf(attempt, facts, channel.attribute);
    if (!destination) throw NotAuthorized(messages.sessionInvalid);
    const second = isSecondFactor(attempt);
    const sending = { poolId: facts.pool.id, byText: channel.attribute === 'phone_number', ...facts };
    if (!second) await takeSending(sending, io);
    const request = { ...facts, user: recipientOf(attempt, facts), attempt, destination, digits: channel.digits };
    const code = newSignInCode(request, io);
    const { Destination: masked = '', DeliveryMedium: medium = '' } = deliveryDetails(destination);
    return {
      session: true,
      parameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: medium,
        CODE_DELIVERY_DESTINATION: masked,
        ...(second && { USER_ID_FOR_SRP: facts.username }),
      },
      effects: [...(second ? [takeSecondSending(sending, io)] : []), code.effect],
      committed: code.deliver,
    };
  },
  check: (attempt, facts, given, io) => checkCode(channel, { attempt, facts, given }, io),
});

const checkCode = async (
  { attribute, answers, factor }: Channel,
  { attempt, facts, given }: { attempt: Attempt; facts: Facts; given: Given },
  io: Io,
): Promise<Proven> => {
  const now = io.clock.now();
  const second = isSecondFactor(attempt);
  if (second) refuseOvertaken(attempt, facts);
  const { destination, key } = sentTo(attempt, facts, { attribute, answer: givenCode(given, answers) });
  const verdict = await io.store.signInCodes.judge(key, now);
  if (verdict === 'exhausted') throw NotAuthorized(messages.sessionInvalid);
  if (verdict === 'wrong' || !destination || !facts.user)
    throw second ? await wrongFactor(facts, messages.codeOrState, io) : CodeMismatch(messages.codeOrState);
  // A code that was used was used with its session: that shows when the step is settled.
  const { effects: verifies, ...verified } = await verifiedAddress(facts.pool, facts.user, destination, io);
  return {
    ...verified,
    proofs: second ? ['second-factor'] : ['identity', 'second-factor'],
    factor,
    effects: [
      ...(second ? [rightFactor(facts, now)] : []),
      forgetSendings(facts, second),
      takeSignInCode(key, now),
      ...verifies,
    ],
  };
};

/** The code that an answer would be the right one for. An address that went meanwhile leaves nothing that could match. */
const sentTo = (
  attempt: Attempt,
  facts: Facts,
  { attribute, answer }: { attribute: VerifiableAttribute; answer: string },
): { destination: Destination | undefined; key: SignInCodeKey } => {
  const destination = destinationOf(attempt, facts, attribute);
  const hash = destination ? signInCodeHash(facts.deriveKey, attempt.id, destination, answer) : Buffer.alloc(0);
  return { destination, key: { poolId: facts.pool.id, id: attempt.id, hash } };
};

const isSecondFactor = (attempt: Attempt): boolean => hasProof(attempt, 'identity');

/**
 * Who is sent the code: nobody where everything but that must be as for a user who can sign in. A disabled user must not be told
 * from others before something is proven.
 */
const recipientOf = ({ decoys }: Attempt, { user }: Facts): User | undefined =>
  user?.enabled && !decoys ? user : undefined;

const sendingsOf = ({ pool, attemptsKey: key }: Facts, second: boolean): AttemptKey => ({
  poolId: pool.id,
  purpose: second ? 'send-second-factor' : 'send-sign-in-code',
  key,
});

const forgetSendings =
  (facts: Facts, second: boolean): Effect =>
  (sql) =>
    attempts(sql).clear(sendingsOf(facts, second));

/** Where the code goes: to the address that is being set up, else to the one that the user has. */
const destinationOf = (
  { enrolling, decoys }: Attempt,
  { user }: Facts,
  attribute: VerifiableAttribute,
): Destination | undefined => {
  const decoy = decoys?.[attribute === 'email' ? 'EMAIL_OTP' : 'SMS_OTP'];
  const value = decoy ?? (attribute === 'email' ? enrolling : undefined) ?? user?.attributes[attribute];
  return value ? { attribute, value } : undefined;
};

const givenCode = (given: Given, [name, ...others]: Channel['answers']): string =>
  others.map((other) => given[other]).find(Boolean) ?? requiredParameter(given, name);
