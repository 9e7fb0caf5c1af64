import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier, JwtRsaVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { Env } from '../../src/config-values.js';
import { poolMaker, type TestPool, type Tokens } from '../support/pool.js';
import { pasteExportLines, startEmbedded } from './started-server.js';

interface SignedIn {
  /** The server's own address of the pool. */
  readonly address: string;
  readonly pool: TestPool;
  readonly sub: string;
  readonly tokens: Tokens;
}

/** A user of a new pool of a new server. */
const signedIn = async (settings: Env = {}): Promise<SignedIn> => {
  const server = await startEmbedded(settings);
  pasteExportLines(server);
  const cognito = new CognitoIdentityProviderClient();
  const pool = await poolMaker(cognito, cognito)();
  const maya = await pool.user('maya', { attributes: { email: 'maya@example.com' } });
  const address = `http://localhost:${server.env['POOLHOUSE_PORT']}/${pool.id}`;
  return { address, pool, sub: maya.sub, tokens: await maya.signIn() };
};

const documentAt = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

/** A token with another first character in its signature. */
const tampered = (token: string): string =>
  token.replace(/\.(.)([^.]*)$/, (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`);

test('jose and aws-jwt-verify verify tokens by the documents of their issuer', async () => {
  const { address: issuer, pool, sub, tokens } = await signedIn();
  const discovered = await documentAt<{ issuer: string; jwks_uri: string }>(
    `${issuer}/.well-known/openid-configuration`,
  );
  expect(discovered.issuer).toBe(issuer);

  const keys = createRemoteJWKSet(new URL(discovered.jwks_uri));
  const idToken = await jwtVerify(tokens.idToken, keys, { issuer, audience: pool.client.id, algorithms: ['RS256'] });
  const accessToken = await jwtVerify(tokens.accessToken, keys, { issuer, algorithms: ['RS256'] });
  expect(idToken.payload).toMatchObject({
    sub,
    token_use: 'id',
    email: 'maya@example.com',
    'cognito:username': 'maya',
  });
  expect(accessToken.payload).toMatchObject({ sub, token_use: 'access', client_id: pool.client.id, username: 'maya' });
  await expect(jwtVerify(tampered(tokens.idToken), keys)).rejects.toMatchObject({
    code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  });

  const first = await fetch(discovered.jwks_uri);
  const keySet = (await first.json()) as Jwks;
  expect(keySet.keys.map(({ kid }) => kid)).toEqual(
    [tokens.idToken, tokens.accessToken].map((token) => decodeProtectedHeader(token).kid),
  );
  const again = await fetch(discovered.jwks_uri, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);

  const verifier = JwtRsaVerifier.create({ issuer, audience: null });
  // It fetches key sets by https only.
  verifier.cacheJwks(keySet);
  for (const [tokenUse, token] of [['id', tokens.idToken] as const, ['access', tokens.accessToken] as const]) {
    const payload = await verifier.verify(token);
    validateCognitoJwtFields(payload, { tokenUse, clientId: pool.client.id });
    expect(() => validateCognitoJwtFields(payload, { tokenUse, clientId: 'another' })).toThrow('another');
  }
  await expect(verifier.verify(tampered(tokens.accessToken))).rejects.toThrow('Invalid signature');
});

test('with AWS’s issuer CognitoJwtVerifier verifies tokens as they are', async () => {
  const awsIssuer = 'https://cognito-idp.{region}.amazonaws.com/{poolId}';
  const { address, pool, sub, tokens } = await signedIn({ POOLHOUSE_ISSUER: awsIssuer });
  const verifier = CognitoJwtVerifier.create({ userPoolId: pool.id, clientId: pool.client.id, tokenUse: 'access' });
  verifier.cacheJwks(await documentAt<Jwks>(`${address}/.well-known/jwks.json`));

  expect(await verifier.verify(tokens.accessToken)).toMatchObject({
    sub,
    iss: `https://cognito-idp.us-east-1.amazonaws.com/${pool.id}`,
  });
  expect(await verifier.verify(tokens.idToken, { clientId: pool.client.id, tokenUse: 'id' })).toMatchObject({ sub });
  await expect(verifier.verify(tokens.idToken)).rejects.toThrow('Token use not allowed');
  await expect(verifier.verify(tampered(tokens.accessToken))).rejects.toThrow('Invalid signature');
});
