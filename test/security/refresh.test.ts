import {
  AdminDeleteUserCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach } from 'vitest';
import { randomBytes } from 'node:crypto';
import { claimsOf } from '../support/claims.js';
import type { TestClient, TestPool } from '../support/pool.js';
import { rotating } from '../support/refresh.js';
import { adminApi, apis, outcomeOf, publicApi, type SignInApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { disable, setStatus } from '../support/user-states.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const invalid = 'NotAuthorizedException: Invalid Refresh Token';
const revoked = 'NotAuthorizedException: Refresh Token has been revoked';
const expired = 'NotAuthorizedException: Refresh Token has expired';

const start = (
  own: TestPool,
  refreshToken: string,
  given: { api?: SignInApi; client?: TestClient; hash?: string } = {},
) =>
  (given.api ?? publicApi).start(own, {
    flow: 'REFRESH_TOKEN_AUTH',
    client: given.client,
    parameters: { REFRESH_TOKEN: refreshToken, ...(given.hash !== undefined && { SECRET_HASH: given.hash }) },
  });

const refresh = (...given: Parameters<typeof start>): Promise<string> => outcomeOf(start(...given));

for (const api of apis)
  test(`${api.name}: new tokens are of the same sign-in, only newer`, async ({ clock, pool }) => {
    const own = await pool();
    const { accessToken, idToken, refreshToken } = await (await own.user('maya')).signIn();
    clock.advanceMinutes(30);

    const { AuthenticationResult: result } = await start(own, refreshToken, { api });

    for (const [before, after] of [
      [claimsOf(accessToken), claimsOf(result?.AccessToken)],
      [claimsOf(idToken), claimsOf(result?.IdToken)],
    ] as const) {
      const { iat, exp, jti, ...kept } = before;
      expect(after).toMatchObject(kept);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(after['jti']).not.toBe(jti);
      expect(Number(after['iat']) - Number(iat)).toBeGreaterThanOrEqual(1800);
      expect(Number(after['exp']) - Number(exp)).toBe(Number(after['iat']) - Number(iat));
    }
  });

test('a refresh token serves again and again, also twice at once, and both tokens stay good', async ({
  anonymous,
  pool,
}) => {
  const own = await pool();
  const { accessToken, refreshToken } = await (await own.user('maya')).signIn();
  const results = await Promise.all(Array.from({ length: 5 }, () => start(own, refreshToken)));
  for (const token of [accessToken, ...results.map((result) => result.AuthenticationResult?.AccessToken)])
    expect(await anonymous.send(new GetUserCommand({ AccessToken: token }))).toMatchObject({ Username: 'maya' });
  expect(await refresh(own, refreshToken)).toBe('tokens');
});

test('a refresh token ends when the client says, however often it was used', async ({ clock, pool }) => {
  const own = await pool({ client: { RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'minutes' } } });
  const { refreshToken } = await (await own.user('maya')).signIn();
  clock.advanceMinutes(59);
  expect(await refresh(own, refreshToken)).toBe('tokens');
  clock.advanceMinutes(1);
  expect(await refresh(own, refreshToken)).toBe(expired);
});

test('a refresh token lasts thirty days where the client says nothing', async ({ clock, pool }) => {
  const own = await pool();
  const { refreshToken } = await (await own.user('maya')).signIn();
  clock.advanceDays(29.9);
  expect(await refresh(own, refreshToken)).toBe('tokens');
  clock.advanceDays(0.1);
  expect(await refresh(own, refreshToken)).toBe(expired);
});

test('a refresh token is worth nothing to another client or pool', async ({ pool }) => {
  const [own, other] = [await pool(), await pool()];
  const { refreshToken } = await (await own.user('maya')).signIn();
  await other.user('maya');
  const client = await own.newClient();
  expect(await refresh(own, refreshToken, { client })).toBe(invalid);
  expect(await refresh(own, refreshToken, { client, api: adminApi })).toBe(invalid);
  expect(await refresh(other, refreshToken)).toBe(invalid);
  expect(await refresh(own, refreshToken)).toBe('tokens');
});

for (const api of apis)
  test(`${api.name}: the flow that does not rotate is closed to clients that do`, async ({ cognito, pool }) => {
    const own = await pool({ client: rotating() });
    const { refreshToken } = await (await own.user('maya')).signIn();
    const closed = 'InvalidParameterException: REFRESH_TOKEN_AUTH flow not enabled for this client';
    const named = { UserPoolId: own.id, ClientId: own.client.id };
    const { RefreshTokenRotation } = rotating();
    for (const ExplicitAuthFlows of [rotating().ExplicitAuthFlows, [], ['ADMIN_NO_SRP_AUTH' as const]]) {
      await cognito.send(new UpdateUserPoolClientCommand({ ...named, ExplicitAuthFlows, RefreshTokenRotation }));
      expect(await refresh(own, refreshToken, { api })).toBe(closed);
    }
    await cognito.send(new UpdateUserPoolClientCommand(named));
    expect(await refresh(own, refreshToken, { api })).toBe('tokens');
  });

test('what was changed or invented is no refresh token', async ({ pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [{ accessToken, idToken, refreshToken }, second] = [await maya.signIn(), await maya.signIn()];
  const parts = refreshToken.split('.');
  const flippedAt = (index: number) =>
    parts
      .map((part, at) => {
        const bytes = Buffer.from(part, 'base64url');
        bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
        return at === index ? bytes.toString('base64url') : part;
      })
      .join('.');
  const mixedAt = (index: number) =>
    parts.map((part, at) => (at === index ? second.refreshToken.split('.')[at] : part)).join('.');

  for (const token of [
    ...parts.map((_, index) => flippedAt(index)),
    mixedAt(2),
    mixedAt(3),
    mixedAt(4),
    refreshToken.slice(0, -4),
    `${refreshToken}.x`,
    parts.slice(1).join('.'),
    accessToken,
    idToken,
    'x',
    `${parts[0]}....`,
    randomBytes(100).toString('base64url'),
    'x'.repeat(100_000),
  ])
    expect(await refresh(own, token), token.slice(0, 60)).toBe(invalid);
  expect(await refresh(own, refreshToken)).toBe('tokens');
});

test('a revoked refresh token takes the access tokens of its sign-in with it, and no others', async ({
  anonymous,
  pool,
}) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [first, second] = [await maya.signIn(), await maya.signIn()];
  const renewed = (await start(own, first.refreshToken)).AuthenticationResult?.AccessToken;
  await anonymous.send(new RevokeTokenCommand({ Token: first.refreshToken, ClientId: own.client.id }));

  expect(await refresh(own, first.refreshToken)).toBe(revoked);
  for (const token of [first.accessToken, renewed])
    await expect(anonymous.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  expect(await refresh(own, second.refreshToken)).toBe('tokens');
  expect(await anonymous.send(new GetUserCommand({ AccessToken: second.accessToken }))).toMatchObject({
    Username: 'maya',
  });
});

test('a sign-out of all devices ends the refresh tokens of all clients, and none of later sign-ins', async ({
  anonymous,
  pool,
}) => {
  const own = await pool();
  const client = await own.newClient();
  const [maya, noah] = [await own.user('maya'), await own.user('noah')];
  const [first, second, strange] = [await maya.signIn(), await maya.signIn(client), await noah.signIn()];
  await anonymous.send(new GlobalSignOutCommand({ AccessToken: first.accessToken }));
  const later = await maya.signIn();

  expect(await refresh(own, first.refreshToken)).toBe(revoked);
  expect(await refresh(own, second.refreshToken, { client })).toBe(revoked);
  expect(await refresh(own, strange.refreshToken)).toBe('tokens');
  expect(await refresh(own, later.refreshToken)).toBe('tokens');
});

test('a refresh token ends with its user, and is not one of a namesake', async ({ cognito, pool }) => {
  const own = await pool();
  const { refreshToken } = await (await own.user('maya')).signIn();
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(await refresh(own, refreshToken)).toBe(invalid);
  await own.user('maya');
  expect(await refresh(own, refreshToken)).toBe(invalid);
});

test('users are refused by their state', async ({ pool, server }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { refreshToken } = await maya.signIn();
  await setStatus(server, own.id, maya.sub, 'RESET_REQUIRED');
  expect(await refresh(own, refreshToken)).toBe('PasswordResetRequiredException: Password reset required for the user');
  disable(server, maya.sub);
  expect(await refresh(own, refreshToken)).toBe('NotAuthorizedException: User is disabled.');
});

test('a client with a secret proves it over the stored name or the sub', async ({ anonymous, pool }) => {
  const own = await pool({ AliasAttributes: ['email'], client: { GenerateSecret: true } });
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  const { accessToken, refreshToken } = await maya.signIn();
  const hash = (name: string) => own.client.secretHash(name).SecretHash ?? '';
  const wrong = `NotAuthorizedException: Unable to verify secret hash for client ${own.client.id}`;
  const missing = `NotAuthorizedException: Client ${own.client.id} is configured with secret but SECRET_HASH was not received`;

  for (const name of ['maya', maya.sub]) expect(await refresh(own, refreshToken, { hash: hash(name) })).toBe('tokens');
  for (const name of ['noah', '', 'maya@example.com'])
    expect(await refresh(own, refreshToken, { hash: hash(name) })).toBe(wrong);
  expect(await refresh(own, refreshToken)).toBe(missing);
  expect(await refresh(own, 'x')).toBe(missing);
  expect(await refresh(own, 'x', { hash: hash('maya') })).toBe(invalid);

  await anonymous.send(new GlobalSignOutCommand({ AccessToken: accessToken }));
  expect(await refresh(own, refreshToken, { hash: hash('noah') })).toBe(wrong);
  expect(await refresh(own, refreshToken, { hash: hash('maya') })).toBe(revoked);
});

test('a client without a secret proves none', async ({ pool }) => {
  const own = await pool();
  const { refreshToken } = await (await own.user('maya')).signIn();
  const wrong = `NotAuthorizedException: Unable to verify secret hash for client ${own.client.id}`;
  expect(await refresh(own, refreshToken, { hash: 'eA==' })).toBe(wrong);
  expect(await refresh(own, 'x', { hash: 'eA==' })).toBe(wrong);
});
