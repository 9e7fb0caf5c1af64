import { generateKeyPairSync, sign } from 'node:crypto';
import { createLocalJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { decodeJwt, isSignedBy, signJwt, type DecodedJwt } from './jwt.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { kid: 'our/key=', privateKey };
const claims = { sub: 'Ж', exp: 4_000_000_000, nested: { list: [1, 'two'] } };

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const decoded = (token: string): DecodedJwt => {
  const taken = decodeJwt(token);
  if (!taken) throw new Error('not a token');
  return taken;
};

test('a signed token says what it was given, under a header of kid and alg in this order', async () => {
  const token = await signJwt(key, claims);
  expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toBe('{"kid":"our/key=","alg":"RS256"}');
  expect(decoded(token).claims).toEqual(claims);
  expect(isSignedBy(decoded(token), publicKey)).toBe(true);
});

test('another library verifies what is signed here, and the other way round', async () => {
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: key.kid, alg: 'RS256' }] });
  expect((await jwtVerify(await signJwt(key, claims), keys)).payload).toEqual(claims);
  const theirs = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  expect(isSignedBy(decoded(theirs), publicKey)).toBe(true);
});

test('a token of another key, or changed after it was signed, is not signed', async () => {
  const token = await signJwt(key, claims);
  const [header, body, signature] = token.split('.');
  expect(isSignedBy(decoded(token), stranger.publicKey)).toBe(false);
  expect(isSignedBy(decoded(`${header}.${encode({ ...claims, sub: 'you' })}.${signature}`), publicKey)).toBe(false);
  expect(isSignedBy(decoded(`${encode({ alg: 'RS256' })}.${body}.${signature}`), publicKey)).toBe(false);
  expect(isSignedBy(decoded(`${header}.${body}.${signature?.slice(4)}`), publicKey)).toBe(false);
});

test.each(['none', 'NONE', 'HS256', 'RS512', '', undefined, null, 256])(
  'a good signature under the algorithm %j is none',
  (alg) => {
    const signed = `${encode({ alg })}.${encode(claims)}`;
    const token = `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    expect(isSignedBy(decoded(token), publicKey)).toBe(false);
  },
);

test.each([
  '',
  '.',
  '..',
  'a.b.c',
  `${encode({})}.${encode({})}`,
  `${encode({})}.${encode({})}.`,
  `.${encode({})}.x`,
  `${encode({})}..x`,
  `${encode({})}.${encode({})}.x.y`,
  `${encode(null)}.${encode({})}.x`,
  `${encode({})}.${encode([])}.x`,
  `${encode({})}.${encode('text')}.x`,
  `${encode({})}.${encode(1)}.x`,
])('%j is no token', (text) => {
  expect(decodeJwt(text)).toBeUndefined();
});
