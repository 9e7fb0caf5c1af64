import { expect, test } from 'vitest';
import { accessClaims, idClaims, machineClaims, type TokenFacts } from './claims.js';
import { clientOf, poolOf } from './pool.fixture.js';

const now = new Date('2026-09-01T08:00:00.999Z');
const authTime = new Date('2026-09-01T07:00:00.500Z');
const [nowSeconds, authSeconds] = [1_788_249_600, 1_788_246_000];

const factsOf = (changes: Partial<TokenFacts> = {}): TokenFacts => ({
  issuer: 'https://issuer.example.com/us-east-1_Ab12Cd34E',
  pool: poolOf({}, [{ Name: 'custom:level', AttributeDataType: 'Number', Mutable: true }]),
  client: clientOf(),
  user: {
    poolId: 'us-east-1_Ab12Cd34E',
    sub: 'sub-1',
    username: 'maya',
    status: 'CONFIRMED',
    enabled: true,
    passwordDisabled: false,
    attributes: { 'custom:level': '7', email: 'maya@example.com', email_verified: 'true', updated_at: '1700000000' },
    mfa: { enabled: [], preferred: undefined },
    createdAt: authTime,
    modifiedAt: authTime,
  },
  memberships: [],
  family: {
    poolId: 'us-east-1_Ab12Cd34E',
    id: 'event-1',
    sub: 'sub-1',
    clientId: 'client1',
    originJti: 'origin-1',
    generation: 0,
    rotatedAt: undefined,
    scopes: 'aws.cognito.signin.user.admin',
    authTime,
    deviceKey: undefined,
    deviceGroupKey: undefined,
    acr: undefined,
    amr: undefined,
    sessionId: undefined,
    userAgent: undefined,
    lastIp: undefined,
    lastUsedAt: authTime,
    refreshUntil: now,
    expiresAt: now,
  },
  lifetimes: { accessSeconds: 300, idSeconds: 600, refreshSeconds: 3600 },
  now,
  ...changes,
});

const id = {
  sub: 'sub-1',
  email_verified: true,
  iss: 'https://issuer.example.com/us-east-1_Ab12Cd34E',
  'cognito:username': 'maya',
  origin_jti: 'origin-1',
  aud: 'client1',
  event_id: 'event-1',
  token_use: 'id',
  auth_time: authSeconds,
  exp: nowSeconds + 600,
  iat: nowSeconds,
  jti: 'jti-1',
  email: 'maya@example.com',
  updated_at: 1_700_000_000,
  'custom:level': '7',
};

const access = {
  sub: 'sub-1',
  iss: 'https://issuer.example.com/us-east-1_Ab12Cd34E',
  client_id: 'client1',
  origin_jti: 'origin-1',
  event_id: 'event-1',
  token_use: 'access',
  scope: 'aws.cognito.signin.user.admin',
  auth_time: authSeconds,
  exp: nowSeconds + 300,
  iat: nowSeconds,
  jti: 'jti-1',
  username: 'maya',
};

test("an ID token's claims, in AWS's order and in whole seconds", () => {
  expect(Object.entries(idClaims(factsOf(), 'jti-1'))).toEqual(Object.entries(id));
});

test("an access token's claims, in AWS's order, without attributes", () => {
  expect(Object.entries(accessClaims(factsOf(), 'jti-1'))).toEqual(Object.entries(access));
});

test('what only some tokens say has its place too', () => {
  const { family, user } = factsOf();
  const facts = factsOf({
    memberships: [{ name: 'editors', precedence: 1, roleArn: 'arn:aws:iam::000000000000:role/editor' }],
    family: { ...family, deviceKey: 'device-1', acr: 'urn:high', amr: ['pwd', 'otp'] },
    user: { ...user, attributes: { phone_number_verified: 'false', email_verified: 'true', email: 'a@b.c' } },
  });
  expect(Object.keys(accessClaims(facts, 'jti-1')).join(' ')).toBe(
    'sub device_key cognito:groups iss client_id origin_jti event_id token_use scope auth_time acr amr exp iat jti username',
  );
  expect(Object.keys(idClaims(facts, 'jti-1')).join(' ')).toBe(
    'sub cognito:groups email_verified phone_number_verified cognito:preferred_role cognito:roles iss cognito:username origin_jti aud event_id token_use auth_time acr amr exp iat jti email',
  );
});

test("a machine's claims, in AWS's order, with ids whether or not its client revokes tokens", () => {
  for (const EnableTokenRevocation of [true, false]) {
    const { issuer, lifetimes } = factsOf();
    const client = clientOf({ EnableTokenRevocation });
    const claims = machineClaims({ issuer, client, scopes: ['api/read', 'api/write'], lifetimes, now }, 'jti-1');
    expect(Object.entries(claims)).toEqual([
      ['sub', 'client1'],
      ['iss', issuer],
      ['version', 2],
      ['client_id', 'client1'],
      ['token_use', 'access'],
      ['scope', 'api/read api/write'],
      ['auth_time', nowSeconds],
      ['exp', nowSeconds + 300],
      ['iat', nowSeconds],
      ['jti', 'jti-1'],
    ]);
  }
});

test('a client without token revocation gets no ids of it', () => {
  const client = clientOf({ EnableTokenRevocation: false });
  const { origin_jti: _, jti: __, ...idRest } = id;
  const { origin_jti: ___, jti: ____, ...accessRest } = access;
  expect(idClaims(factsOf({ client }), 'jti-1')).toEqual(idRest);
  expect(accessClaims(factsOf({ client }), 'jti-1')).toEqual(accessRest);
});

test('an attribute that the client may not read is no claim', () => {
  const claims = idClaims(factsOf({ client: clientOf({ ReadAttributes: ['updated_at'] }) }), 'jti-1');
  expect(claims).toMatchObject({ updated_at: 1_700_000_000 });
  for (const hidden of ['email', 'email_verified', 'custom:level']) expect(claims).not.toHaveProperty(hidden);
});
