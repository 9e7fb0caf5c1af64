import type { ErrorKind } from '#contract/api-error.js';
import {
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Client } from '#domain/client.js';
import { tracksDevices } from '#domain/device.js';
import { userAdminScope, type Family } from '#domain/family.js';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import type { User } from '#domain/user.js';
import { epochSeconds, type Clock } from '#lib/clock.js';
import { decodeJwt, isSignedBy, type DecodedJwt } from '#lib/jwt.js';
import type { Store } from '#store/store.js';
import { openRefreshToken } from './refresh-token.js';

/** The user, client and sign-in that a verified access token stands for. */
export interface Bearer {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly attemptsKey: string;
  readonly family: Family;
}

/** Verifies what clients show for a sign-in that they had. */
export interface TokenVerifier {
  /**
   * Verifies an access token: form, issuer and use, signature, expiry, scope, then client, user, revocation and the user's
   * state as they are now. Throws NotAuthorizedException and the others of that order (users of the API rely on the texts).
   * AWS's model does not let every operation say that the user is gone: without UserNotFoundException among the operation's
   * errors its tokens are revoked ones.
   */
  verifyBearer(accessToken: string, operation: { readonly errors: readonly ErrorKind[] }): Promise<Bearer>;
  /**
   * The sign-in that a refresh token of this client renews, its user, and after how many rotations the token was made, which is for
   * the caller to judge. Throws NotAuthorizedException for a token that is not good, or no more.
   */
  refreshable(request: RefreshRequest): Promise<Refreshable>;
}

/** A refresh token, and who shows it. */
export interface RefreshRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly refreshToken: string;
  /** The device that the client says it is. */
  readonly deviceKey: string | undefined;
  /** Is given the user's names before the state of the sign-in shows; may throw. */
  checkNames?(names: readonly string[]): void;
}

/** A sign-in whose refresh token was shown, and what the token says of itself. */
export interface Refreshable {
  readonly user: User;
  readonly family: Family;
  readonly memberships: readonly Membership[];
  readonly generation: number;
}

interface AccessClaims {
  readonly sub: string;
  readonly clientId: string;
  readonly eventId: string;
}

/** Verifies against the state of the store and the clock of the process. */
export const createTokenVerifier = (io: {
  store: Store;
  clock: Clock;
  issuerOf: (pool: Pool) => string;
}): TokenVerifier => ({
  async verifyBearer(accessToken, { errors }) {
    const { pool, claims } = await verifiedClaims(accessToken, io);
    const [client, subject] = await Promise.all([
      io.store.clients.find(claims.clientId),
      io.store.families.ofToken(pool.id, claims.sub, claims.eventId),
    ]);
    if (client?.poolId !== pool.id) throw ResourceNotFound(messages.clientNotFound(claims.clientId));
    const { user, attemptsKey, family } = subject;
    if (!user || attemptsKey === undefined)
      throw errors.includes(UserNotFound) ? UserNotFound() : NotAuthorized(messages.accessTokenRevoked);
    if (!user.enabled) throw NotAuthorized(messages.userDisabled);
    if (!family || family.ended) throw NotAuthorized(messages.accessTokenRevoked);
    if (user.status === 'UNCONFIRMED') throw UserNotConfirmed();
    if (user.status === 'RESET_REQUIRED') throw PasswordResetRequired();
    return { pool, client, user, attemptsKey, family };
  },

  async refreshable({ pool, client, refreshToken, deviceKey, checkNames }) {
    const claim = openRefreshToken(await io.store.vaults.forScope(pool.id), refreshToken);
    const { user, family, memberships = [] } = (claim && (await io.store.families.withUser(pool.id, claim.id))) ?? {};
    if (!claim || !user || family?.clientId !== client.id) throw NotAuthorized(messages.refreshTokenInvalid);
    checkNames?.([user.username, user.sub]);
    if (family.ended) throw NotAuthorized(messages.refreshTokenRevoked);
    if (family.refreshUntil <= io.clock.now()) throw NotAuthorized(messages.refreshTokenExpired);
    if (!isOfDevice(pool, family, deviceKey)) throw NotAuthorized(messages.refreshTokenInvalid);
    if (!user.enabled) throw NotAuthorized(messages.userDisabled);
    if (user.status === 'RESET_REQUIRED') throw PasswordResetRequired();
    return { user, family, memberships, generation: claim.generation };
  },
});

/** Everything about an access token that needs no look at the user. */
const verifiedClaims = async (
  accessToken: string,
  io: { store: Store; clock: Clock; issuerOf: (pool: Pool) => string },
): Promise<{ pool: Pool; claims: AccessClaims }> => {
  const token = decodeJwt(accessToken);
  const pool = token && (await poolOf(token, io));
  const key = pool && (await io.store.keys.verifying(pool.id)).get(String(token.header['kid']));
  if (!token || !pool || key?.use !== 'access' || token.claims['token_use'] !== 'access') throw invalid();
  if (!isSignedBy(token, key.publicKey)) throw NotAuthorized(messages.accessTokenSignature);
  const { sub, client_id: clientId, event_id: eventId, exp, scope } = token.claims;
  if (typeof exp !== 'number' || exp <= epochSeconds(io.clock.now())) throw NotAuthorized(messages.accessTokenExpired);
  if (typeof scope !== 'string' || !scope.split(' ').includes(userAdminScope))
    throw NotAuthorized(messages.accessTokenScope);
  if (typeof sub !== 'string' || typeof clientId !== 'string' || typeof eventId !== 'string') throw invalid();
  return { pool, claims: { sub, clientId, eventId } };
};

/** The pool that the token says it is of, if that pool's issuer is just what the token says. */
const poolOf = async (
  { claims }: DecodedJwt,
  { store, issuerOf }: { store: Store; issuerOf: (pool: Pool) => string },
): Promise<Pool | undefined> => {
  const issuer = claims['iss'];
  if (typeof issuer !== 'string') return undefined;
  const pool = await store.pools.find(issuer.slice(issuer.lastIndexOf('/') + 1));
  return pool && issuerOf(pool) === issuer ? pool : undefined;
};

const invalid = () => NotAuthorized(messages.accessTokenInvalid);

/**
 * Whether a sign-in may be renewed by who says to be this device: where the pool tracks devices, by the one that the sign-in came
 * from or confirmed. Sign-ins of before the pool tracked any have none.
 */
const isOfDevice = (pool: Pool, family: Family, deviceKey: string | undefined): boolean =>
  !tracksDevices(pool) ||
  family.deviceKey === undefined ||
  (family.deviceKey === deviceKey && family.deviceGroupKey === undefined);
