import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { requiredParameter } from '#auth/given.js';
import { refuseOvertaken } from '#auth/overtaken.js';
import { rightFactor, wrongFactor } from '#auth/second-factors.js';
import { ExpiredCode, NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { matchedStep } from '#domain/totp.js';
import { openTotpSecret } from '#services/software-token.js';
import { burnStep } from '#store/software-tokens.js';

/** A code of the user's authenticator app. Each works once, whatever it was used for. */
export const softwareTokenMfa: Challenge = {
  async ask(_attempt, { pool, user, username }, _given, { store }) {
    const friendlyName = user && (await store.softwareTokens.nameOf(pool.id, user.sub));
    return {
      session: true,
      parameters: { ...(friendlyName && { FRIENDLY_DEVICE_NAME: friendlyName }), USER_ID_FOR_SRP: username },
    };
  },

  async check(attempt, facts, given, io) {
    const code = requiredParameter(given, 'SOFTWARE_TOKEN_MFA_CODE');
    refuseOvertaken(attempt, facts);
    const { pool, user, softwareToken } = facts;
    const now = io.clock.now();
    const step = stepOf(facts, code, now);
    if (!user || !softwareToken || step === undefined)
      throw await wrongFactor(facts, messages.softwareTokenMismatch, io);
    if (softwareToken.lastStep !== undefined && step <= softwareToken.lastStep) {
      const locked = await io.store.mfaFailures.isLocked(pool.id, facts.attemptsKey, now);
      throw locked ? NotAuthorized(messages.passwordAttemptsExceeded) : ExpiredCode(messages.softwareTokenUsed);
    }
    const burns = burnStep({ poolId: pool.id, sub: user.sub, secret: softwareToken.secret, step });
    return { proofs: ['second-factor'], factor: 'otp', effects: [rightFactor(facts, now), burns] };
  },
};

const stepOf = ({ user, vault, softwareToken }: Facts, code: string, now: Date): number | undefined =>
  user && softwareToken && matchedStep(openTotpSecret(vault, user.sub, softwareToken.secret), code, now);
