import { hasProof } from '#auth/attempt.js';
import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { secondFactorOf } from '#auth/second-factors.js';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { PoolFactor } from '#domain/pool-mfa.js';
import { isEmail } from '#domain/usernames.js';

/** As long as an address can be (RFC 5321): it travels in the session. */
const longestEmailBytes = 254;

/**
 * The user must have a second factor and has none. An authenticator app is set up by AssociateSoftwareToken and
 * VerifySoftwareToken with this challenge's session; an e-mail address is given here, and proven next by a code.
 */
export const mfaSetup: Challenge = {
  async ask(_attempt, facts) {
    return {
      session: true,
      parameters: { MFAS_CAN_SETUP: JSON.stringify(choicesOf(facts)), USER_ID_FOR_SRP: facts.username },
    };
  },

  async check(attempt, facts, given) {
    // The code that verified the app counts as the proof: no other one is asked for.
    if (hasProof(attempt, 'enrolled') && facts.softwareToken) return { proofs: ['second-factor'], factor: 'otp' };
    const email = given['EMAIL'];
    if (!email) throw InvalidParameter(messages.nothingSetUp);
    if (!choicesOf(facts).includes('EMAIL_OTP') || facts.user?.attributes['email'])
      throw InvalidParameter(messages.emailNotSetUp);
    if (!isEmail(email) || Buffer.byteLength(email) > longestEmailBytes) throw InvalidParameter(messages.invalidEmail);
    return { proofs: [], changes: { enrolling: email } };
  },
};

const choicesOf = (facts: Facts): readonly PoolFactor[] => {
  const next = secondFactorOf(facts);
  return next?.challenge === 'MFA_SETUP' ? next.choices : [];
};
