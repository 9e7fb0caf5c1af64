import { NotAuthorized, PasswordResetRequired, UserNotConfirmed } from '#contract/errors.js';
import type { ApiError } from '#contract/api-error.js';
import { messages } from '#contract/messages.js';
import { addSeconds } from '#lib/clock.js';
import type { Io } from '#services/io.js';
import type { Attempt } from './attempt.js';
import type { Facts } from './facts.js';

/** Throws NotAuthorizedException while failed passwords lock the name; such attempts are not counted. */
export const refuseLocked = ({ lockedUntil }: Facts, now: Date): void => {
  if (lockedUntil && lockedUntil > now) throw NotAuthorized(messages.passwordAttemptsExceeded);
};

/** What is guessed at: each has a counter and a lock of its own. */
type Guessed = 'passwordFailures' | 'mfaFailures' | 'deviceFailures';

/**
 * Counts a wrong guess by the rule of failed passwords and gives the error that answers it: `error`, or that of a lock that came
 * meanwhile, so that parallel guesses learn nothing. `spends` are ids that the wrong answer used up.
 */
export const countedFailure = async (
  guessed: Guessed,
  { pool, attemptsKey: key }: Facts,
  { spends, error }: { readonly spends: readonly string[]; readonly error: ApiError },
  io: Io,
): Promise<ApiError> => {
  const now = io.clock.now();
  const failure = { poolId: pool.id, key, spends, spentUntil: spentUntil(now), now };
  const counted = await io.store[guessed].count(failure, io.limits.passwordLockout);
  return counted ? error : NotAuthorized(messages.passwordAttemptsExceeded);
};

/** Counts a wrong password and gives the error that answers it: see {@link countedFailure}. */
export const wrongPassword = (facts: Facts, spends: readonly string[], io: Io): Promise<ApiError> =>
  countedFailure('passwordFailures', facts, { spends, error: NotAuthorized(messages.wrongPassword) }, io);

/**
 * Throws when the state of a user whose password was proven does not allow to sign in. A lock that came meanwhile shows
 * instead: the state would tell which of many parallel guesses was right.
 */
export const admit = async (facts: Facts, io: Io): Promise<void> => {
  const now = io.clock.now();
  const refusal = refusalOf(facts, now);
  if (!refusal) return;
  const locked = await io.store.passwordFailures.isLocked(facts.pool.id, facts.attemptsKey, now);
  throw locked ? NotAuthorized(messages.passwordAttemptsExceeded) : refusal;
};

const refusalOf = (facts: Facts, now: Date): ApiError | undefined => {
  const refusal = refusalOfState(facts);
  if (refusal) return refusal;
  const { temporaryUntil } = facts.password ?? {};
  return facts.user?.status === 'FORCE_CHANGE_PASSWORD' && temporaryUntil && temporaryUntil <= now
    ? NotAuthorized(messages.temporaryPasswordExpired)
    : undefined;
};

/** The error for a user who may not sign in, whatever was proven; undefined for one who may. */
export const refusalOfState = ({ user }: Facts): ApiError | undefined => {
  // Who comes by way of another provider signs in there alone, whatever is proven here.
  if (!user || user.status === 'EXTERNAL_PROVIDER') return NotAuthorized(messages.wrongPassword);
  if (!user.enabled) return NotAuthorized(messages.userDisabled);
  if (user.status === 'UNCONFIRMED') return UserNotConfirmed();
  return user.status === 'RESET_REQUIRED' ? PasswordResetRequired() : undefined;
};

/**
 * What was proven by a password that was replaced meanwhile is proven no longer. Whether a temporary one was replaced by an answer to
 * this same session, which is then a used one, only the statement that replaces it can tell.
 */
export const isPasswordInForce = ({ passwordSetAt, challenge }: Attempt, { password }: Facts): boolean =>
  passwordSetAt === undefined || challenge === 'NEW_PASSWORD_REQUIRED' || password?.setAt.getTime() === passwordSetAt;

/** How long the id of a used session must be remembered: the client's sessions may have lasted longer when it was made. */
export const spentUntil = (now: Date): Date => addSeconds(now, longestSessionMinutes * 60);

/** The most that a client can be given. */
const longestSessionMinutes = 15;

/** How long a client's sessions last. */
export const sessionMilliseconds = ({ client }: Pick<Facts, 'client'>): number =>
  client.settings.AuthSessionValidity * 60_000;
