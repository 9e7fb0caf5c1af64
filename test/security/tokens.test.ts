import { GetUserCommand, GlobalSignOutCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach } from 'vitest';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Poolhouse } from '#app.js';
import { claimsOf, headerOf } from '../support/claims.js';
import { invalid } from '../support/refusals.js';
import { outcomeOf, publicApi, signInBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const issuerOf = ({ id }: { id: string }) => `http://localhost:9229/${id}`;

const keySetOf = async ({ fetch }: Poolhouse, poolId: string): Promise<JSONWebKeySet> =>
  (await (await fetch(new Request(`http://localhost:9229/${poolId}/.well-known/jwks.json`))).json()) as JSONWebKeySet;

test('an access token says just what those of AWS say', async ({ clock, pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  const before = Math.floor(clock.now().getTime() / 1000);
  const claims = claimsOf((await maya.signIn()).accessToken);
  const after = Math.floor(clock.now().getTime() / 1000);

  expect(claims).toEqual({
    sub: maya.sub,
    iss: issuerOf(own),
    client_id: own.client.id,
    origin_jti: uuid,
    event_id: uuid,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: expect.any(Number),
    exp: Number(claims['iat']) + 3600,
    iat: claims['auth_time'],
    jti: uuid,
    username: 'maya',
  });
  expect(claims['iat']).toBeGreaterThanOrEqual(before);
  expect(claims['iat']).toBeLessThanOrEqual(after);
});

test('an ID token says just what those of AWS say, each attribute in its type', async ({ pool }) => {
  const own = await pool({
    Schema: [
      { Name: 'level', AttributeDataType: 'Number', Mutable: true },
      { Name: 'keen', AttributeDataType: 'Boolean', Mutable: true },
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true, Mutable: true },
    ],
  });
  const maya = await own.user('maya', {
    attributes: {
      email: 'maya@example.com',
      phone_number: '+15550100',
      phone_number_verified: 'false',
      name: 'Maya "Ø" Ж',
      address: '1 Road\nTown',
      updated_at: '1700000000',
      'custom:level': '7',
      'custom:keen': 'true',
      'dev:custom:note': 'secret',
    },
  });
  const claims = claimsOf((await maya.signIn()).idToken);

  expect(claims).toEqual({
    sub: maya.sub,
    email: 'maya@example.com',
    email_verified: true,
    phone_number: '+15550100',
    phone_number_verified: false,
    name: 'Maya "Ø" Ж',
    address: { formatted: '1 Road\nTown' },
    updated_at: 1700000000,
    'custom:level': '7',
    'custom:keen': 'true',
    iss: issuerOf(own),
    'cognito:username': 'maya',
    origin_jti: uuid,
    aud: own.client.id,
    event_id: uuid,
    token_use: 'id',
    auth_time: claims['iat'],
    exp: Number(claims['iat']) + 3600,
    iat: expect.any(Number),
    jti: uuid,
  });
});

test('an ID token shows what its client may read', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com', locale: 'en', nickname: 'M' } });
  const client = await own.newClient({ ReadAttributes: ['email', 'locale', 'name'] });
  const claims = claimsOf((await maya.signIn(client)).idToken);
  expect(claims).toMatchObject({ sub: maya.sub, email: 'maya@example.com', locale: 'en', aud: client.id });
  for (const hidden of ['nickname', 'email_verified', 'name']) expect(claims).not.toHaveProperty(hidden);
});

test('the tokens of one sign-in belong together, those of two do not', async ({ pool }) => {
  const maya = await (await pool()).user('maya');
  const [first, second] = [await maya.signIn(), await maya.signIn()];
  const [access, id] = [claimsOf(first.accessToken), claimsOf(first.idToken)];
  for (const shared of ['origin_jti', 'event_id', 'auth_time', 'sub']) expect(id[shared]).toBe(access[shared]);
  expect(id['jti']).not.toBe(access['jti']);
  for (const own of ['origin_jti', 'event_id', 'jti']) expect(claimsOf(second.accessToken)[own]).not.toBe(access[own]);
});

test("both tokens verify by the pool's key set, each by its own key", async ({ pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { AuthenticationResult: result } = await signInBySrp(publicApi, own, maya);
  const keys = await keySetOf(server, own.id);
  const rules = { issuer: issuerOf(own), algorithms: ['RS256'] };

  const access = await jwtVerify(result?.AccessToken ?? '', createLocalJWKSet(keys), rules);
  const id = await jwtVerify(result?.IdToken ?? '', createLocalJWKSet(keys), { ...rules, audience: own.client.id });

  expect([id.protectedHeader.kid, access.protectedHeader.kid]).toEqual(keys.keys.map(({ kid }) => kid));
  expect(headerOf(result?.AccessToken ?? '')).toEqual({ kid: keys.keys[1]?.kid, alg: 'RS256' });
  expect(access.payload).toMatchObject({ token_use: 'access' });
  expect(id.payload).toMatchObject({ token_use: 'id' });
});

const lifetime = ({ exp, iat }: Record<string, unknown>): number => Number(exp) - Number(iat);

const validities = [
  { access: 5, id: 10, refresh: 60, units: 'minutes', seconds: { access: 300, id: 600 } },
  { access: 300, id: 86_400, refresh: 86_400, units: 'seconds', seconds: { access: 300, id: 86_400 } },
  { access: 2, id: 3, refresh: 24, units: 'hours', seconds: { access: 7200, id: 10_800 } },
  { access: 1, id: 1, refresh: 1, units: 'days', seconds: { access: 86_400, id: 86_400 } },
] as const;
for (const { access, id, refresh, units, seconds } of validities)
  test(`tokens are valid for as many ${units} as the client says`, async ({ pool }) => {
    const own = await pool({
      client: {
        AccessTokenValidity: access,
        IdTokenValidity: id,
        RefreshTokenValidity: refresh,
        TokenValidityUnits: { AccessToken: units, IdToken: units, RefreshToken: units },
      },
    });
    const { AuthenticationResult: result } = await signInBySrp(publicApi, own, await own.user('maya'));
    expect(result?.ExpiresIn).toBe(seconds.access);
    expect(lifetime(claimsOf(result?.AccessToken))).toBe(seconds.access);
    expect(lifetime(claimsOf(result?.IdToken))).toBe(seconds.id);
  });

test('an access token is good until it expires', async ({ anonymous, clock, pool }) => {
  const own = await pool({ client: { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } } });
  const { accessToken } = await (await own.user('maya')).signIn();
  const getUser = () => anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
  clock.advanceSeconds(290);
  expect(await getUser()).toMatchObject({ Username: 'maya' });
  clock.advanceSeconds(10);
  await expect(getUser()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  });
});

test('tokens of a client without revocation carry no ids of it, and end by a sign-out all the same', async ({
  anonymous,
  pool,
}) => {
  const own = await pool({ client: { EnableTokenRevocation: false } });
  const { accessToken, idToken, refreshToken } = await (await own.user('maya')).signIn();
  for (const claims of [claimsOf(accessToken), claimsOf(idToken)]) {
    expect(claims).not.toHaveProperty('origin_jti');
    expect(claims).not.toHaveProperty('jti');
    expect(claims).toHaveProperty('event_id', uuid);
  }
  await expect(
    anonymous.send(new RevokeTokenCommand({ Token: refreshToken, ClientId: own.client.id })),
  ).rejects.toMatchObject({ name: 'UnsupportedOperationException' });

  await anonymous.send(new GlobalSignOutCommand({ AccessToken: accessToken }));

  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  });
  expect(
    await outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters: { REFRESH_TOKEN: refreshToken } })),
  ).toBe('NotAuthorizedException: Refresh Token has been revoked');
});

test('a token that is no token breaks a constraint', async ({ anonymous }) => {
  await expect(anonymous.send(new GetUserCommand({ AccessToken: 'a b' }))).rejects.toMatchObject(
    invalid(
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+",
    ),
  );
});
