import type {
  AuthenticationResultType,
  ClientAuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { accessClaims, idClaims, machineClaims, type TokenFacts } from '#domain/claims.js';
import type { Client } from '#domain/client.js';
import type { Family } from '#domain/family.js';
import type { Membership } from '#domain/group.js';
import type { Pool } from '#domain/pool.js';
import { tokenLifetimes } from '#domain/token-lifetimes.js';
import type { User } from '#domain/user.js';
import type { Clock } from '#lib/clock.js';
import { newUuid } from '#lib/ids.js';
import { signJwt } from '#lib/jwt.js';
import type { Store } from '#store/store.js';
import { sealRefreshToken } from './refresh-token.js';

/** Whose tokens are made, and of which sign-in. */
export interface TokenSubject {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** The user's groups, the most important first. */
  readonly memberships: readonly Membership[];
  readonly family: Family;
}

/** Makes tokens. */
export interface Tokens {
  /** The three tokens of a new sign-in. */
  issue(subject: TokenSubject): Promise<AuthenticationResultType>;
  /** New ID and access tokens of a sign-in whose refresh token was shown; that stays valid and is not repeated. */
  renew(subject: TokenSubject): Promise<AuthenticationResultType>;
  /** A token for a client itself. Nothing is stored of it: it ends by itself. */
  forClient(subject: MachineSubject): Promise<ClientAuthenticationResultType>;
}

/** Of which client a token is made, and for what. */
export interface MachineSubject {
  readonly pool: Pool;
  readonly client: Client;
  readonly scopes: readonly string[];
}

/** Tokens signed with the keys of the store. */
export const createTokens = (io: { store: Store; clock: Clock; issuerOf: (pool: Pool) => string }): Tokens => {
  const renew = async (subject: TokenSubject): Promise<AuthenticationResultType> => {
    const lifetimes = tokenLifetimes(subject.client);
    const facts: TokenFacts = { ...subject, issuer: io.issuerOf(subject.pool), lifetimes, now: io.clock.now() };
    const [idKey, accessKey] = await Promise.all([
      io.store.keys.signing(subject.pool.id, 'id'),
      io.store.keys.signing(subject.pool.id, 'access'),
    ]);
    const [idToken, accessToken] = await Promise.all([
      signJwt(idKey, idClaims(facts, newUuid())),
      signJwt(accessKey, accessClaims(facts, newUuid())),
    ]);
    return { AccessToken: accessToken, ExpiresIn: lifetimes.accessSeconds, IdToken: idToken, TokenType: 'Bearer' };
  };
  return {
    renew,
    async forClient({ pool, client, scopes }) {
      const lifetimes = tokenLifetimes(client);
      const facts = { issuer: io.issuerOf(pool), client, scopes, lifetimes, now: io.clock.now() };
      const key = await io.store.keys.signing(pool.id, 'access');
      const token = await signJwt(key, machineClaims(facts, newUuid()));
      return { AccessToken: token, ExpiresIn: lifetimes.accessSeconds, TokenType: 'Bearer' };
    },
    async issue(subject) {
      const [result, vault] = await Promise.all([renew(subject), io.store.vaults.forScope(subject.pool.id)]);
      return { ...result, RefreshToken: sealRefreshToken(vault, subject.family) };
    },
  };
};
