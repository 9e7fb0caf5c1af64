import { createHmac } from 'node:crypto';
import { TooManyRequests } from '#contract/errors.js';
import type { Destination } from '#domain/destinations.js';
import type { Pool } from '#domain/pool.js';
import { randomDigits } from '#lib/ids.js';
import { networkOf } from '#lib/network.js';
import { attempts, type AttemptPurpose } from '#store/attempts.js';
import { newOutboxRow } from '#store/outbox.js';
import type { Effect } from '#store/settlements.js';
import { pretendSignInCode, storeSignInCode } from '#store/sign-in-codes.js';
import type { Vault } from '#store/vault.js';
import type { Io, SignedIo } from './io.js';

/** A code that a sign-in asks for. */
export interface SignInCodeRequest {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly deriveKey: Buffer;
  /** The attempt that asks: no other one takes the code. */
  readonly attempt: { readonly id: string; readonly clientId: string; readonly expiresAt: number };
  /** Undefined for a user who does not exist: everything is as for one who does, but no message goes out. */
  readonly user: { readonly sub: string; readonly username: string } | undefined;
  readonly destination: Destination;
  readonly digits: number;
}

/** A code that is ready: what stores it together with its message, and what sends that once it is stored. */
export interface SignInCode {
  readonly effect: Effect;
  deliver(): Promise<void>;
}

/** Makes a code for a sign-in. It works as long as the session that comes with it. */
export const newSignInCode = (
  { pool, vault, deriveKey, attempt, user, destination, digits }: SignInCodeRequest,
  { clock, messages }: Pick<Io, 'clock' | 'messages'>,
): SignInCode => {
  const secret = randomDigits(digits);
  const expiresAt = new Date(attempt.expiresAt);
  const draft = {
    poolId: pool.id,
    kind: 'Authentication' as const,
    medium: destination.attribute === 'email' ? ('EMAIL' as const) : ('SMS' as const),
    destination: destination.value,
    sub: user?.sub ?? '',
    username: user?.username ?? '',
    attribute: destination.attribute,
    secret,
    clientId: attempt.clientId,
    validUntil: expiresAt,
  };
  const now = clock.now();
  const row = newOutboxRow(vault, draft, now);
  const hash = signInCodeHash(deriveKey, attempt.id, destination, secret);
  const code = { poolId: pool.id, id: attempt.id, hash, expiresAt };
  return user
    ? { effect: storeSignInCode(code, row), deliver: () => messages.deliver(pool, row) }
    : { effect: pretendSignInCode(code, row, now), deliver: () => messages.pretend(pool, row) };
};

/** A code as it is stored: bound to the attempt that asked for it and to the address that it went to. */
export const signInCodeHash = (deriveKey: Buffer, attemptId: string, { attribute, value }: Destination, code: string) =>
  createHmac('sha256', deriveKey).update(`sign-in-code|${attemptId}|${attribute}|${value}|${code}`).digest();

/** A code that is to be sent to somebody, by text message or by mail. */
export interface Sending {
  readonly poolId: string;
  readonly attemptsKey: string;
  readonly byText: boolean;
}

/**
 * Takes one of the codes that a user may be sent in this hour once the first factor is proven: who knows a password must not be able
 * to flood a phone, nor a stranger's mailbox by naming it as the factor to set up. Counted apart, so that nobody else can use them up.
 * Text messages are counted for themselves besides, and no right answer makes room for more: a user may earn by the number.
 */
export const takeSecondSending =
  ({ poolId, attemptsKey: key, byText }: Sending, { clock, limits }: Pick<Io, 'clock' | 'limits'>): Effect =>
  async (sql) => {
    const now = clock.now();
    const { secondFactor, textMessages } = limits.codesSent;
    const take = (purpose: AttemptPurpose, limit: number) => attempts(sql).take({ poolId, purpose, key }, limit, now);
    const taken =
      (await take('send-second-factor', secondFactor)) && (!byText || (await take('send-text-messages', textMessages)));
    if (!taken) throw TooManyRequests();
  };

/**
 * Takes one of the codes that a name may be sent in this hour, and of those that one address may ask for: nothing was proven yet.
 * A back end, which signs, asks for everybody behind it. Throws TooManyRequestsException when none is left.
 */
export const takeSending = async (
  { poolId, attemptsKey, deriveKey, byText }: Sending & { readonly deriveKey: Buffer },
  {
    store,
    clock,
    limits,
    origin,
    caller,
  }: Pick<Io, 'store' | 'clock' | 'limits' | 'origin'> & Partial<Pick<SignedIo, 'caller'>>,
): Promise<void> => {
  const now = clock.now();
  const { signIn, signInOfAddress, textMessages } = limits.codesSent;
  const take = (purpose: AttemptPurpose, key: string, limit: number) =>
    store.attempts.take({ poolId, purpose, key }, limit, now);
  const taken = await Promise.all([
    take('send-sign-in-code', attemptsKey, signIn),
    caller ?? take('send-sign-in-codes-to', addressKey(deriveKey, origin), signInOfAddress),
    !byText || take('send-text-messages', attemptsKey, textMessages),
  ]);
  if (taken.includes(false)) throw TooManyRequests();
};

const addressKey = (deriveKey: Buffer, { address = 'unknown' }: Io['origin']): string =>
  createHmac('sha256', deriveKey)
    .update(`address|${networkOf(address)}`)
    .digest('base64url');
