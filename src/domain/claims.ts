import { epochSeconds } from '#lib/clock.js';
import { readableAttributes } from './attributes.js';
import type { Client } from './client.js';
import type { Family } from './family.js';
import { groupClaims, type Membership } from './group.js';
import type { Pool } from './pool.js';
import type { TokenLifetimes } from './token-lifetimes.js';
import type { User } from './user.js';

/** Everything that the claims of a pair of tokens follow from. */
export interface TokenFacts {
  readonly issuer: string;
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** The most important first. */
  readonly memberships: readonly Membership[];
  readonly family: Family;
  readonly lifetimes: TokenLifetimes;
  readonly now: Date;
}

/** Everything that the claims of a machine's token follow from. */
export interface MachineFacts extends Pick<TokenFacts, 'issuer' | 'client' | 'lifetimes' | 'now'> {
  readonly scopes: readonly string[];
}

/** The claims of an access token, in Cognito's order. */
export const accessClaims = (facts: TokenFacts, jti: string): Record<string, unknown> =>
  withoutUndefined({
    sub: facts.user.sub,
    device_key: facts.family.deviceKey,
    'cognito:groups': groupClaims(facts.memberships)['cognito:groups'],
    iss: facts.issuer,
    client_id: facts.client.id,
    origin_jti: originJti(facts),
    event_id: facts.family.id,
    token_use: 'access',
    scope: facts.family.scopes,
    ...times(facts, facts.lifetimes.accessSeconds),
    jti: facts.client.settings.EnableTokenRevocation ? jti : undefined,
    username: facts.user.username,
  });

/** The claims of an ID token, in Cognito's order: most of the attributes that the client may read stand at the end. */
export const idClaims = (facts: TokenFacts, jti: string): Record<string, unknown> => {
  const { sub: _sub, email_verified: email, phone_number_verified: phone, ...attributes } = attributeClaims(facts);
  const groups = groupClaims(facts.memberships);
  return withoutUndefined({
    sub: facts.user.sub,
    'cognito:groups': groups['cognito:groups'],
    email_verified: email,
    phone_number_verified: phone,
    'cognito:preferred_role': groups['cognito:preferred_role'],
    'cognito:roles': groups['cognito:roles'],
    iss: facts.issuer,
    'cognito:username': facts.user.username,
    origin_jti: originJti(facts),
    aud: facts.client.id,
    event_id: facts.family.id,
    token_use: 'id',
    ...times(facts, facts.lifetimes.idSeconds),
    jti: facts.client.settings.EnableTokenRevocation ? jti : undefined,
    ...attributes,
  });
};

/** The claims of a machine's access token, in Cognito's order: its subject is the client. */
export const machineClaims = (
  { issuer, client, scopes, lifetimes, now }: MachineFacts,
  jti: string,
): Record<string, unknown> => ({
  sub: client.id,
  iss: issuer,
  version: 2,
  client_id: client.id,
  token_use: 'access',
  scope: scopes.join(' '),
  auth_time: epochSeconds(now),
  exp: epochSeconds(now) + lifetimes.accessSeconds,
  iat: epochSeconds(now),
  jti,
});

const originJti = ({ client, family }: TokenFacts): string | undefined =>
  client.settings.EnableTokenRevocation ? family.originJti : undefined;

const times = ({ family, now }: TokenFacts, validSeconds: number) => ({
  auth_time: epochSeconds(family.authTime),
  acr: family.acr,
  amr: family.acr === undefined ? undefined : family.amr,
  exp: epochSeconds(now) + validSeconds,
  iat: epochSeconds(now),
});

const attributeClaims = ({ pool, client, user }: TokenFacts): Record<string, unknown> =>
  Object.fromEntries<unknown>(
    readableAttributes(pool, client, user).map(({ Name: name = '', Value: value = '' }) => [
      name,
      claimValue(name, value),
    ]),
  );

/** Attributes are strings, but for the few that OpenID Connect types otherwise; custom ones stay strings whatever their type. */
const claimValue = (name: string, value: string): unknown => {
  switch (name) {
    case 'email_verified':
    case 'phone_number_verified':
      return value === 'true';
    case 'address':
      return { formatted: value };
    case 'updated_at':
      return Number(value);
    default:
      return value;
  }
};

const withoutUndefined = (claims: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
