import { createHash } from 'node:crypto';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Factor } from '#domain/assurance.js';
import { allowsFlow } from '#domain/auth-flows.js';
import type { Client } from '#domain/client.js';
import { takesCodes } from '#domain/first-factors.js';
import { addSeconds } from '#lib/clock.js';
import { newUuid } from '#lib/ids.js';
import type { Io } from '#services/io.js';
import { carriedState } from './carried-state.js';
import type { Proven } from './challenge.js';
import type { Facts } from './facts.js';
import { sessionMilliseconds } from './proofs.js';
import { readSession, writeSession } from './session-form.js';

/** What a client carries from SignUp to ConfirmSignUp and from there to its first sign-in. */
interface SignUpState {
  /** Spent by the sign-in. */
  readonly id: string;
  readonly clientId: string;
  readonly sub: string;
  /** Where the code that confirmed the user had gone, with a digest of the address; undefined until it came back. */
  readonly confirmedBy: { readonly attribute: string; readonly digest: string } | undefined;
  readonly expiresAt: number;
}

/** About as long as the sessions of sign-ins; it holds no more than some ids. */
const sessionBytes = 1400;

const sessions = carriedState<SignUpState>('sign-up', sessionBytes);

/** As long as the code that confirms a sign-up works. */
const signUpSeconds = 86_400;

/** The `Session` of a new user's sign-up; undefined for a client that has no use for it. */
export const signUpSession = async (client: Client, sub: string, io: Io): Promise<string | undefined> => {
  if (!allowsFlow(client, 'USER_AUTH')) return undefined;
  const expiresAt = addSeconds(io.clock.now(), signUpSeconds).getTime();
  return seal(client, { sub, confirmedBy: undefined, expiresAt }, io);
};

/** Throws NotAuthorizedException for a `Session` that did not come from the sign-up of this user by this client. */
export const checkSignUpSession = async (
  client: Client,
  sub: string | undefined,
  session: string,
  io: Io,
): Promise<void> => {
  const state = await open(client, session, io);
  if (state.sub !== sub || state.confirmedBy) throw NotAuthorized(messages.sessionInvalid);
};

/** The `Session` of a user who was confirmed by a code just now: it signs in once, without another code. */
export const confirmedSession = (
  client: Client,
  sub: string,
  { attribute, value }: { readonly attribute: string; readonly value: string },
  io: Io,
): Promise<string> => {
  const confirmedBy = { attribute, digest: digestOf(value) };
  const expiresAt = io.clock.now().getTime() + sessionMilliseconds({ client });
  return seal(client, { sub, confirmedBy, expiresAt }, io);
};

/**
 * The code that confirmed a user, as the first factor of the sign-in that follows; alone it is enough where the pool takes codes
 * alone. Throws NotAuthorizedException for the session of another user or client, or when the address was replaced since. That
 * the session is used once shows when the sign-in is written.
 */
export const proveBySignUp = async (
  session: string,
  { pool, client, user }: Facts,
  io: Io,
): Promise<Proven & { readonly factor: Factor }> => {
  const { id, sub, confirmedBy } = await open(client, session, io);
  if (!confirmedBy || user?.sub !== sub) throw NotAuthorized(messages.sessionInvalid);
  const { attribute, digest } = confirmedBy;
  if (digestOf(user.attributes[attribute] ?? '') !== digest || user.attributes[`${attribute}_verified`] !== 'true')
    throw NotAuthorized(messages.sessionInvalid);
  const alone = takesCodes(pool, attribute === 'email' ? 'EMAIL_OTP' : 'SMS_OTP');
  return {
    proofs: ['identity', ...(alone ? (['second-factor'] as const) : [])],
    factor: attribute === 'email' ? 'email_otp' : 'sms',
    spends: [id],
  };
};

const digestOf = (address: string): string => createHash('sha256').update(address).digest('base64url');

const seal = async (client: Client, state: Omit<SignUpState, 'id' | 'clientId'>, io: Io): Promise<string> => {
  const vault = await io.store.vaults.forScope(client.poolId);
  const carried: SignUpState = { id: newUuid(), clientId: client.id, ...state };
  return writeSession(vault, sessions.seal(vault, carried, io.clock.now()));
};

const open = async (client: Client, session: string, io: Io): Promise<SignUpState> => {
  const vault = await io.store.vaults.forScope(client.poolId);
  const now = io.clock.now();
  const sealed = readSession(vault, session);
  const state = sealed && sessions.open(vault, sealed, now);
  if (state?.clientId !== client.id) throw NotAuthorized(messages.sessionInvalid);
  if (state.expiresAt <= now.getTime()) throw NotAuthorized(messages.sessionExpired);
  return state;
};
