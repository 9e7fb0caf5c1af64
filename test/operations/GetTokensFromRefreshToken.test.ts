import {
  AdminListUserSessionsCommand,
  SetUserPoolSessionConfigurationCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe } from 'vitest';
import { claimsOf } from '../support/claims.js';
import { present } from '../support/pool.js';
import { refreshWith, rotating } from '../support/refresh.js';
import { broken, brokenSecret, missingClient, notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const reused = {
  name: 'RefreshTokenReuseException',
  message: 'Refresh Token has been invalidated by refresh token rotation',
};
const [invalid, expired, revoked] = [
  'Invalid Refresh Token',
  'Refresh Token has expired',
  'Refresh Token has been revoked',
];
const fiveParts = /^eyJjdHkiOiJKV1QiLCJ[\w-]*(\.[\w-]+){4}$/;

test('without rotation: an ID and an access token of the same sign-in, and no refresh token', async ({
  anonymous,
  clock,
  pool,
}) => {
  const own = await pool();
  const tokens = await (await own.user('maya')).signIn();
  clock.advanceMinutes(30);

  const result = await refreshWith(anonymous, own.client, tokens.refreshToken, { ClientMetadata: { from: 'test' } });

  expect(Object.keys(result).toSorted()).toEqual(['AccessToken', 'ExpiresIn', 'IdToken', 'TokenType']);
  expect(result).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
  for (const [before, after] of [
    [claimsOf(tokens.accessToken), claimsOf(result.AccessToken)],
    [claimsOf(tokens.idToken), claimsOf(result.IdToken)],
  ] as const) {
    const { iat, exp: _exp, jti, ...kept } = before;
    expect(after).toMatchObject(kept);
    expect(after['jti']).not.toBe(jti);
    expect(after['iat']).toBeGreaterThanOrEqual(Number(iat) + 1800);
  }
  await refreshWith(anonymous, own.client, tokens.refreshToken);
});

test('with rotation: a new refresh token takes the place of the old one', async ({
  anonymous,
  clock,
  pool,
  server,
}) => {
  const own = await pool({ client: rotating() });
  const { accessToken, refreshToken } = await (await own.user('maya')).signIn();
  clock.advanceSeconds(60);

  const result = await refreshWith(anonymous, own.client, refreshToken);

  expect(result.RefreshToken).toMatch(fiveParts);
  expect(result.RefreshToken).not.toBe(refreshToken);
  expect(claimsOf(result.AccessToken)['origin_jti']).toBe(claimsOf(accessToken)['origin_jti']);
  await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);
  const next = await refreshWith(anonymous, own.client, result.RefreshToken);
  expect(next.RefreshToken).not.toBe(result.RefreshToken);
  for (const AccessToken of [accessToken, result.AccessToken, next.AccessToken])
    expect(await anonymous.send(new GetUserCommand({ AccessToken }))).toMatchObject({ Username: 'maya' });

  const { family } = await server.store.families.withUser(own.id, String(claimsOf(accessToken)['event_id']));
  expect(family).toMatchObject({ generation: 2, ended: false, rotatedAt: present(family).lastUsedAt });
  expect(present(family).lastUsedAt.getTime()).toBeGreaterThanOrEqual(present(family).authTime.getTime() + 60_000);
});

test('a rotated refresh token lives as long as the first one had left', async ({ anonymous, clock, pool }) => {
  const own = await pool({ client: rotating() });
  let { refreshToken } = await (await own.user('maya')).signIn();
  for (let day = 1; day < 30; day += 1) {
    clock.advanceDays(1);
    refreshToken = present((await refreshWith(anonymous, own.client, refreshToken)).RefreshToken);
  }
  clock.advanceDays(1);
  await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(notAuthorized(expired));
});

test('the tokens of the last refresh are good to their end, however much longer the client made them meanwhile', async ({
  anonymous,
  clock,
  cognito,
  pool,
  server,
}) => {
  for (const settings of [{}, rotating()]) {
    const own = await pool({ client: settings });
    const { refreshToken } = await (await own.user('maya')).signIn();
    await cognito.send(
      new UpdateUserPoolClientCommand({
        ...settings,
        UserPoolId: own.id,
        ClientId: own.client.id,
        AccessTokenValidity: 24,
      }),
    );
    clock.advanceDays(29.99);
    const { AccessToken } = await refreshWith(anonymous, own.client, refreshToken);
    clock.advanceDays(0.9);
    await server.store.families.purge(clock.now(), 1000);
    expect(await anonymous.send(new GetUserCommand({ AccessToken }))).toMatchObject({ Username: 'maya' });
    clock.reset();
  }
});

test('a tracked session was active when it was last refreshed, with rotation or without', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  for (const settings of [{}, rotating(60)]) {
    const own = await pool({ client: settings });
    await cognito.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId: own.id,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: 2 },
      }),
    );
    const { refreshToken } = await (await own.user('maya')).signIn();
    for (const token of [refreshToken, refreshToken]) {
      clock.advanceSeconds(20);
      await refreshWith(anonymous, own.client, token);
      const named = { UserPoolId: own.id, Username: 'maya' };
      const { Sessions: [session] = [] } = await cognito.send(new AdminListUserSessionsCommand(named));
      expect(clock.now().getTime() - present(session?.LastActiveDate).getTime()).toBeLessThan(10_000);
    }
  }
});

describe('a refresh token that was rotated out', () => {
  test('is good within the grace period, and gives the same new one', async ({ anonymous, clock, pool }) => {
    const own = await pool({ client: rotating(30) });
    const { refreshToken } = await (await own.user('maya')).signIn();
    const first = await refreshWith(anonymous, own.client, refreshToken);
    clock.advanceSeconds(25);

    const second = await refreshWith(anonymous, own.client, refreshToken);

    const third = await refreshWith(anonymous, own.client, second.RefreshToken);
    await refreshWith(anonymous, own.client, first.RefreshToken);
    // Two rotations later there is no grace.
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);
    await refreshWith(anonymous, own.client, third.RefreshToken);
  });

  test.for([
    [undefined, 5],
    [0, 9],
    [3, 4],
  ] as const)(
    'with %s seconds of grace, %d seconds later, is refused and harms nobody',
    async ([grace, later], { anonymous, clock, pool }) => {
      const own = await pool({ client: rotating(grace) });
      const { refreshToken } = await (await own.user('maya')).signIn();
      const next = await refreshWith(anonymous, own.client, refreshToken);
      clock.advanceSeconds(later);

      await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);

      expect(await anonymous.send(new GetUserCommand({ AccessToken: next.AccessToken }))).toBeDefined();
      await refreshWith(anonymous, own.client, next.RefreshToken);
    },
  );

  test.for([
    [0, 11],
    [3, 11],
    [60, 61],
  ] as const)(
    'with %d seconds of grace, %d seconds later, ends the sign-in of the thief and of the user, and no other',
    async ([grace, later], { anonymous, clock, pool }) => {
      const own = await pool({ client: rotating(grace) });
      const maya = await own.user('maya');
      const [stolen, other] = [await maya.signIn(), await maya.signIn()];
      const next = await refreshWith(anonymous, own.client, stolen.refreshToken);
      clock.advanceSeconds(later);

      await expect(refreshWith(anonymous, own.client, stolen.refreshToken)).rejects.toMatchObject(reused);

      for (const token of [next.RefreshToken, stolen.refreshToken])
        await expect(refreshWith(anonymous, own.client, token)).rejects.toMatchObject(notAuthorized(revoked));
      for (const AccessToken of [stolen.accessToken, next.AccessToken])
        await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
          notAuthorized('Access Token has been revoked'),
        );
      await refreshWith(anonymous, own.client, other.refreshToken);
    },
  );

  test('is found out even by who rotates faster than a reuse is late', async ({ anonymous, clock, pool }) => {
    const own = await pool({ client: rotating() });
    const { refreshToken } = await (await own.user('maya')).signIn();
    let token: string | undefined = refreshToken;
    for (let rotations = 0; rotations < 11; rotations += 1) {
      token = (await refreshWith(anonymous, own.client, token)).RefreshToken;
      clock.advanceSeconds(2);
    }
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);
    await expect(refreshWith(anonymous, own.client, token)).rejects.toMatchObject(notAuthorized(revoked));
  });

  test('still revokes its sign-in', async ({ anonymous, pool }) => {
    const own = await pool({ client: rotating() });
    const { refreshToken } = await (await own.user('maya')).signIn();
    const next = await refreshWith(anonymous, own.client, refreshToken);
    await anonymous.send(new RevokeTokenCommand({ Token: refreshToken, ClientId: own.client.id }));
    await expect(refreshWith(anonymous, own.client, next.RefreshToken)).rejects.toMatchObject(notAuthorized(revoked));
  });
});

describe('a client that changes its mind', () => {
  test('rotates the tokens of earlier sign-ins too', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    const { refreshToken } = await (await own.user('maya')).signIn();
    const named = { UserPoolId: own.id, ClientId: own.client.id };
    await cognito.send(new UpdateUserPoolClientCommand({ ...named, ...rotating() }));

    const next = await refreshWith(anonymous, own.client, refreshToken);
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);

    await cognito.send(new UpdateUserPoolClientCommand({ ...named, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] }));
    // What was rotated out stays so, by both operations.
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(reused);
    const start = (token: string | undefined) =>
      outcomeOf(publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters: { REFRESH_TOKEN: present(token) } }));
    expect(await start(refreshToken)).toBe(`NotAuthorizedException: ${revoked}`);
    expect(await start(next.RefreshToken)).toBe('tokens');
    expect(await refreshWith(anonymous, own.client, next.RefreshToken)).not.toHaveProperty('RefreshToken');
  });
});

describe('is refused', () => {
  test('to another client and to another pool', async ({ anonymous, pool }) => {
    const [own, other] = [await pool({ client: rotating() }), await pool({ client: rotating() })];
    const { refreshToken } = await (await own.user('maya')).signIn();
    await other.user('maya');

    for (const client of [await own.newClient(rotating()), other.client])
      await expect(refreshWith(anonymous, client, refreshToken)).rejects.toMatchObject(notAuthorized(invalid));
    await refreshWith(anonymous, own.client, refreshToken);
  });

  test('to a client that does not exist', async ({ anonymous, pool }) => {
    const own = await pool();
    const { refreshToken } = await (await own.user('maya')).signIn();
    await expect(refreshWith(anonymous, own.client, refreshToken, { ClientId: 'nobodysclient' })).rejects.toMatchObject(
      missingClient('nobodysclient'),
    );
  });

  test('without the secret of a client that has one, and with one where there is none', async ({ anonymous, pool }) => {
    const own = await pool({ client: { ...rotating(), GenerateSecret: true } });
    const { refreshToken } = await (await own.user('maya')).signIn();
    const wrong = notAuthorized(`Unable to verify secret hash for client ${own.client.id}`);

    for (const ClientSecret of [undefined, 'x'.repeat(24)])
      await expect(refreshWith(anonymous, own.client, refreshToken, { ClientSecret })).rejects.toMatchObject(wrong);
    // Whether the token is good does not show without the secret.
    await expect(refreshWith(anonymous, own.client, 'x', { ClientSecret: undefined })).rejects.toMatchObject(wrong);
    await refreshWith(anonymous, own.client, refreshToken);
    const open = await own.newClient();
    await expect(refreshWith(anonymous, open, refreshToken, { ClientSecret: 'x'.repeat(24) })).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${open.id}`),
    );
  });

  test('for what is no refresh token', async ({ anonymous, pool }) => {
    const own = await pool({ client: rotating() });
    const { accessToken, idToken, refreshToken } = await (await own.user('maya')).signIn();
    const parts = refreshToken.split('.');
    for (const token of [accessToken, idToken, 'x', 'a.b.c.d.e', parts.slice(1).join('.'), `${refreshToken}.x`])
      await expect(refreshWith(anonymous, own.client, token)).rejects.toMatchObject(notAuthorized(invalid));
  });

  test('for a sign-in that was ended, of all devices at once or alone', async ({ anonymous, pool }) => {
    const own = await pool({ client: rotating() });
    const maya = await own.user('maya');
    const [first, second] = [await maya.signIn(), await maya.signIn()];
    await anonymous.send(new RevokeTokenCommand({ Token: first.refreshToken, ClientId: own.client.id }));
    await expect(refreshWith(anonymous, own.client, first.refreshToken)).rejects.toMatchObject(notAuthorized(revoked));
    await anonymous.send(new GlobalSignOutCommand({ AccessToken: second.accessToken }));
    await expect(refreshWith(anonymous, own.client, second.refreshToken)).rejects.toMatchObject(notAuthorized(revoked));
  });

  test('for a user who is disabled, reset or deleted', async ({ anonymous, cognito, pool, server }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { refreshToken } = await maya.signIn();
    const named = { UserPoolId: own.id, Username: 'maya' };
    await setStatus(server, own.id, maya.sub, 'RESET_REQUIRED');
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
    await cognito.send(new AdminDisableUserCommand(named));
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(notAuthorized(revoked));
    await cognito.send(new AdminDeleteUserCommand(named));
    await expect(refreshWith(anonymous, own.client, refreshToken)).rejects.toMatchObject(notAuthorized(invalid));
  });

  test('for tokens and devices of another form', async ({ anonymous, pool }) => {
    const { client } = await pool();
    await expect(refreshWith(anonymous, client, 'no token')).rejects.toMatchObject(
      brokenSecret('refreshToken', 'Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+'),
    );
    await expect(refreshWith(anonymous, client, 'x', { DeviceKey: 'mine' })).rejects.toMatchObject(
      broken('mine', 'deviceKey', 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+'),
    );
  });

  test('for all that is missing', async ({ raw }) => {
    expect((await raw('GetTokensFromRefreshToken', {})).json).toEqual({
      __type: 'InvalidParameterException',
      message:
        "2 validation errors detected: Value at 'refreshToken' failed to satisfy constraint: Member must not be null; " +
        "Value at 'clientId' failed to satisfy constraint: Member must not be null",
    });
  });
});
