import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from '../support/test.js';

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:9229${path}`, { headers });

interface Jwks {
  keys: { alg: string; e: string; kid: string; kty: string; n: string; use: string }[];
}

test('the key set holds the keys of both tokens, the ID token’s first', async ({ pool, user, server }) => {
  const own = await pool();
  const tokens = await (await user(own, 'maya')).signIn();
  const members = ['alg', 'e', 'kid', 'kty', 'n', 'use'];
  const response = await server.fetch(get(`/${own.id}/.well-known/jwks.json`));
  const { keys } = (await response.json()) as Jwks;

  expect(response.headers.get('content-type')).toBe('application/json');
  expect(keys.map((key) => Object.keys(key))).toEqual([members, members]);
  for (const [index, token] of [tokens.idToken, tokens.accessToken].entries()) {
    const [header = '', claims, signature = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const key = keys[index];
    expect(key?.kid).toBe(kid);
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  }
});

test('a client that has the key set is told so', async ({ pool, server }) => {
  const { id } = await pool();
  const path = `/${id}/.well-known/jwks.json`;
  const first = await server.fetch(get(path));
  const etag = first.headers.get('etag') ?? '';
  const again = await server.fetch(get(path, { 'if-none-match': `"other", W/${etag}` }));
  const stale = await server.fetch(get(path, { 'if-none-match': '"other"' }));

  expect(etag).toMatch(/^".+"$/);
  expect(first.headers.get('cache-control')).toBe('public, max-age=300');
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect(stale.status).toBe(200);
});

test('the discovery document names the issuer and what exists', async ({ pool, server }) => {
  const { id } = await pool();
  const response = await server.fetch(get(`/${id}/.well-known/openid-configuration`));

  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual({
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: `http://localhost:9229/${id}`,
    jwks_uri: `http://localhost:9229/${id}/.well-known/jwks.json`,
    response_types_supported: [],
    subject_types_supported: ['public'],
  });
});

test.for(['jwks.json', 'openid-configuration'])('a pool that does not exist has no %s', async (name, { server }) => {
  const response = await server.fetch(get(`/us-east-1_nobodys/.well-known/${name}`));

  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ message: 'User pool us-east-1_nobodys does not exist.' });
});
