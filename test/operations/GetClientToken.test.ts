import {
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetClientTokenCommand,
  UpdateResourceServerCommand,
  DeleteResourceServerCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe } from 'vitest';
import { claimsOf, headerOf } from '../support/claims.js';
import { addSecret, clientWith, listSecrets } from '../support/client-secrets.js';
import { clientTokenFlow, getClientToken, machine, machineSettings } from '../support/machines.js';
import { present, type TestClient } from '../support/pool.js';
import { brokenSecret, invalid, missingClient, notAuthorized } from '../support/refusals.js';
import { newResourceServer, scopesOf } from '../support/resource-servers.js';
import { expect, test, type Fixture } from '../support/test.js';

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;

/** A pool with a resource server `api` of three scopes, of which the client has two, and one of another. */
const world = async ({ cognito, pool }: Pick<Fixture, 'cognito' | 'pool'>) => {
  const own = await pool();
  await newResourceServer(cognito, own, 'api', ['read', 'write', 'delete']);
  await newResourceServer(cognito, own, 'https://api.example.com', ['read']);
  const client = await own.newClient(machine('api/read', 'api/write', 'https://api.example.com/read'));
  return { own, client };
};

const wrongSecret = ({ id }: TestClient) => notAuthorized(`Unable to verify secret hash for client ${id}`);

test('a token for the app itself, with all scopes of its client', async ({ anonymous, clock, cognito, pool }) => {
  const { own, client } = await world({ cognito, pool });
  const before = Math.floor(clock.now().getTime() / 1000);

  const result = await getClientToken(anonymous, client, { ClientMetadata: { from: 'test' } });

  expect(result).toEqual({ AccessToken: expect.any(String) as string, ExpiresIn: 3600, TokenType: 'Bearer' });
  const claims = claimsOf(result.AccessToken);
  expect(Object.entries(claims)).toEqual([
    ['sub', client.id],
    ['iss', `http://localhost:9229/${own.id}`],
    ['version', 2],
    ['client_id', client.id],
    ['token_use', 'access'],
    ['scope', 'api/read api/write https://api.example.com/read'],
    ['auth_time', claims['iat']],
    ['exp', Number(claims['iat']) + 3600],
    ['iat', expect.any(Number)],
    ['jti', uuid],
  ]);
  expect(claims['iat']).toBeGreaterThanOrEqual(before);
  const again = claimsOf((await getClientToken(anonymous, client)).AccessToken);
  expect(again['jti']).not.toBe(claims['jti']);
});

test('it verifies as an access token of the pool, by jose and by aws-jwt-verify', async ({
  anonymous,
  cognito,
  pool,
  server,
}) => {
  const { own, client } = await world({ cognito, pool });
  const token = present((await getClientToken(anonymous, client)).AccessToken);
  const issuer = `http://localhost:9229/${own.id}`;
  const keySet = (await (await server.fetch(new Request(`${issuer}/.well-known/jwks.json`))).json()) as JSONWebKeySet;

  const { payload } = await jwtVerify(token, createLocalJWKSet(keySet), { issuer, algorithms: ['RS256'] });
  expect(payload.sub).toBe(client.id);
  expect(headerOf(token)).toEqual({ kid: keySet.keys[1]?.kid, alg: 'RS256' });

  const verifier = JwtVerifier.create({ issuer, audience: null });
  verifier.cacheJwks(keySet as unknown as Jwks);
  const verified = await verifier.verify(token);
  const wanted = { tokenUse: 'access' as const, clientId: client.id };
  validateCognitoJwtFields(verified, wanted);
  expect(() => validateCognitoJwtFields(verified, { ...wanted, tokenUse: 'id' })).toThrow('Token use not allowed');
});

test('a token of the scopes that it asks for, each once', async ({ anonymous, cognito, pool }) => {
  const { client } = await world({ cognito, pool });
  const scopeOf = async (...Scopes: string[]) =>
    claimsOf((await getClientToken(anonymous, client, { Scopes })).AccessToken)['scope'];
  expect(await scopeOf('api/write')).toBe('api/write');
  expect(await scopeOf('api/write', 'api/read', 'api/write')).toBe('api/write api/read');
  expect(await scopeOf()).toBe('api/read api/write https://api.example.com/read');
});

test('it lasts as long as the client says', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  await newResourceServer(cognito, own, 'api', ['read']);
  const client = await own.newClient({
    ...machine('api/read'),
    AccessTokenValidity: 10,
    TokenValidityUnits: { AccessToken: 'minutes' },
  });
  const { AccessToken, ExpiresIn } = await getClientToken(anonymous, client);
  expect(ExpiresIn).toBe(600);
  const { exp, iat } = claimsOf(AccessToken);
  expect(Number(exp) - Number(iat)).toBe(600);
});

test('the client shows its settings', async ({ cognito, pool }) => {
  const { own, client } = await world({ cognito, pool });
  const named = { UserPoolId: own.id, ClientId: client.id };
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(named));
  expect(UserPoolClient).toMatchObject(machineSettings('api/read', 'api/write', 'https://api.example.com/read'));
});

test('a scope that its resource server gave up is granted no more, at once', async ({ anonymous, cognito, pool }) => {
  const { own, client } = await world({ cognito, pool });
  const scopeOf = async (Scopes?: string[]) =>
    claimsOf((await getClientToken(anonymous, client, { Scopes })).AccessToken)['scope'];
  await cognito.send(
    new UpdateResourceServerCommand({ UserPoolId: own.id, Identifier: 'api', Name: 'API', Scopes: scopesOf('write') }),
  );
  expect(await scopeOf()).toBe('api/write https://api.example.com/read');
  expect(await scopeOf(['api/read', 'api/write'])).toBe('api/write');
  await expect(scopeOf(['api/read'])).rejects.toMatchObject({ name: 'InvalidParameterException' });
  for (const Identifier of ['api', 'https://api.example.com'])
    await cognito.send(new DeleteResourceServerCommand({ UserPoolId: own.id, Identifier }));
  await expect(scopeOf()).rejects.toMatchObject(
    invalid('The user pool client has no custom scopes that could be authorized.'),
  );
});

test('a scope that was taken from the client is refused', async ({ anonymous, cognito, pool }) => {
  const { own, client } = await world({ cognito, pool });
  const named = { UserPoolId: own.id, ClientId: client.id };
  await cognito.send(new UpdateUserPoolClientCommand({ ...named, ...machineSettings('api/write') }));
  await expect(getClientToken(anonymous, client, { Scopes: ['api/read'] })).rejects.toMatchObject(
    invalid('Invalid scope requested: api/read'),
  );
  expect(claimsOf((await getClientToken(anonymous, client)).AccessToken)['scope']).toBe('api/write');
});

test('each of two secrets is good until it is deleted', async ({ anonymous, cognito, pool }) => {
  const { own, client } = await world({ cognito, pool });
  const named = { id: own.id, client };
  const second = clientWith(client, present((await addSecret(cognito, named)).ClientSecretValue));
  for (const each of [client, second]) await getClientToken(anonymous, each);
  const [oldest] = await listSecrets(cognito, named);
  await cognito.send(
    new DeleteUserPoolClientSecretCommand({
      UserPoolId: own.id,
      ClientId: client.id,
      ClientSecretId: oldest?.ClientSecretId,
    }),
  );
  await expect(getClientToken(anonymous, client)).rejects.toMatchObject(wrongSecret(client));
  await getClientToken(anonymous, second);
});

describe('is refused', () => {
  test('for a wrong secret, and to a client that has none', async ({ anonymous, cognito, pool }) => {
    const { own, client } = await world({ cognito, pool });
    const other = await own.newClient(machine('api/read'));
    for (const Secret of ['x'.repeat(24), present(other.secret), `${client.secret}0`])
      await expect(getClientToken(anonymous, client, { Secret })).rejects.toMatchObject(wrongSecret(client));
    await expect(getClientToken(anonymous, own.client, { Secret: 'x'.repeat(24) })).rejects.toMatchObject(
      wrongSecret(own.client),
    );
    // Nothing else shows without the secret.
    await expect(
      getClientToken(anonymous, client, { Secret: 'x'.repeat(24), Scopes: ['api/none'] }),
    ).rejects.toMatchObject(wrongSecret(client));
  });

  test('to a client that signs users in', async ({ anonymous, pool }) => {
    const own = await pool();
    for (const ExplicitAuthFlows of [['ALLOW_USER_PASSWORD_AUTH' as const], []]) {
      const client = await own.newClient({ GenerateSecret: true, ExplicitAuthFlows });
      await expect(getClientToken(anonymous, client)).rejects.toMatchObject(
        notAuthorized('ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.'),
      );
    }
  });

  test('to a client that does not exist', async ({ anonymous }) => {
    const command = new GetClientTokenCommand({ ClientId: 'nobodysclient', Secret: 'x'.repeat(24) });
    await expect(anonymous.send(command)).rejects.toMatchObject(missingClient('nobodysclient'));
  });

  test.for(['api/delete', 'api/none', 'none/read', 'api', 'openid', 'aws.cognito.signin.user.admin', 'API/read'])(
    'for the scope %s',
    async (scope, { anonymous, cognito, pool }) => {
      const { client } = await world({ cognito, pool });
      await expect(getClientToken(anonymous, client, { Scopes: ['api/read', scope] })).rejects.toMatchObject(
        invalid(`Invalid scope requested: ${scope}`),
      );
    },
  );

  test('to a client without scopes', async ({ anonymous, pool }) => {
    const client = await (await pool()).newClient({ GenerateSecret: true, ExplicitAuthFlows: [clientTokenFlow] });
    await expect(getClientToken(anonymous, client)).rejects.toMatchObject(
      invalid('The user pool client has no custom scopes that could be authorized.'),
    );
  });

  test('for a secret of another form', async ({ anonymous, cognito, pool }) => {
    const { client } = await world({ cognito, pool });
    await expect(getClientToken(anonymous, client, { Secret: 'short' })).rejects.toMatchObject(
      brokenSecret('secret', 'Member must have length greater than or equal to 24'),
    );
  });

  test('for all that is missing', async ({ raw }) => {
    expect((await raw('GetClientToken', {})).json).toEqual({
      __type: 'InvalidParameterException',
      message:
        "2 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must not be null; " +
        "Value at 'secret' failed to satisfy constraint: Member must not be null",
    });
  });
});
