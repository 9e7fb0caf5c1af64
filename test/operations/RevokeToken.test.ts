import {
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  type RevokeTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import type { TestClient, Tokens } from '../support/pool.js';
import { brokenSecret } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const unauthorized = { name: 'UnauthorizedException' };

const revoke = ({ id, secret }: TestClient, Token: string, input: Partial<RevokeTokenCommandInput> = {}) =>
  new RevokeTokenCommand({ ClientId: id, Token, ...(secret !== undefined && { ClientSecret: secret }), ...input });

const refresh = ({ id }: TestClient, { refreshToken }: Tokens) =>
  new InitiateAuthCommand({
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: id,
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });

test('ends one sign-in, its access tokens and those that it renewed', async ({ anonymous, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const [ended, kept] = [await maya.signIn(), await maya.signIn()];
  const renewed = await anonymous.send(refresh(own.client, ended));

  const { $metadata, ...output } = await anonymous.send(revoke(own.client, ended.refreshToken));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  for (const AccessToken of [ended.accessToken, renewed.AuthenticationResult?.AccessToken])
    await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  await expect(anonymous.send(refresh(own.client, ended))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  });
  await anonymous.send(new GetUserCommand({ AccessToken: kept.accessToken }));
  await anonymous.send(refresh(own.client, kept));
});

describe('succeeds without effect', () => {
  test('for a token that is revoked already', async ({ anonymous, pool }) => {
    const own = await pool();
    const { refreshToken } = await (await own.user('maya')).signIn();

    await anonymous.send(revoke(own.client, refreshToken));
    await anonymous.send(revoke(own.client, refreshToken));
  });

  test.for(['unknown', 'a.b.c.d.e'])('for a token that nobody was given: %s', async (token, { anonymous, pool }) => {
    await anonymous.send(revoke((await pool()).client, token));
  });

  test('for a token of another pool, which stays good', async ({ anonymous, pool }) => {
    const [own, other] = [await pool(), await pool()];
    const tokens = await (await other.user('maya')).signIn();

    await anonymous.send(revoke(own.client, tokens.refreshToken));

    await anonymous.send(refresh(other.client, tokens));
  });

  test('for a token of a user who is gone', async ({ anonymous, pool, raw }) => {
    const own = await pool();
    const { accessToken, refreshToken } = await (await own.user('maya')).signIn();
    await raw('DeleteUser', { AccessToken: accessToken });

    await anonymous.send(revoke(own.client, refreshToken));
  });
});

describe('is refused', () => {
  test('to another client of the pool', async ({ anonymous, pool }) => {
    const own = await pool();
    const tokens = await (await own.user('maya')).signIn();

    await expect(anonymous.send(revoke(await own.newClient(), tokens.refreshToken))).rejects.toMatchObject(
      unauthorized,
    );

    await anonymous.send(refresh(own.client, tokens));
  });

  test('to a client that does not exist', async ({ anonymous, pool }) => {
    const own = await pool();
    const { refreshToken } = await (await own.user('maya')).signIn();

    await expect(anonymous.send(revoke(own.client, refreshToken, { ClientId: 'nobody' }))).rejects.toMatchObject(
      unauthorized,
    );
  });

  test('without the secret of a client that has one, and with one where there is none', async ({ anonymous, pool }) => {
    const own = await pool({ client: { GenerateSecret: true } });
    const { refreshToken } = await (await own.user('maya')).signIn();

    for (const ClientSecret of [undefined, 'x'.repeat(24)])
      await expect(anonymous.send(revoke(own.client, refreshToken, { ClientSecret }))).rejects.toMatchObject(
        unauthorized,
      );
    await anonymous.send(revoke(own.client, refreshToken));
    const open = await own.newClient();
    await expect(anonymous.send(revoke(open, refreshToken, { ClientSecret: 'x'.repeat(24) }))).rejects.toMatchObject(
      unauthorized,
    );
  });

  test.for(['accessToken', 'idToken'] as const)('for the %s', async (kind, { anonymous, pool }) => {
    const own = await pool();
    const tokens = await (await own.user('maya')).signIn();

    await expect(anonymous.send(revoke(own.client, tokens[kind]))).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });

    await anonymous.send(refresh(own.client, tokens));
  });

  test('by a client whose tokens cannot be revoked', async ({ anonymous, pool }) => {
    const own = await pool({ client: { EnableTokenRevocation: false } });
    const tokens = await (await own.user('maya')).signIn();

    await expect(anonymous.send(revoke(own.client, tokens.refreshToken))).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });

    await anonymous.send(refresh(own.client, tokens));
  });

  test('for a token of another form', async ({ anonymous, pool }) => {
    await expect(anonymous.send(revoke((await pool()).client, 'no token'))).rejects.toMatchObject(
      brokenSecret('token', 'Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+'),
    );
  });

  test('for all that is missing', async ({ raw }) => {
    expect((await raw('RevokeToken', {})).json).toEqual({
      __type: 'InvalidParameterException',
      message:
        "2 validation errors detected: Value at 'token' failed to satisfy constraint: Member must not be null; " +
        "Value at 'clientId' failed to satisfy constraint: Member must not be null",
    });
  });
});
