import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Poolhouse } from '#app.js';
import { signJwt } from '#lib/jwt.js';
import { claimsOf, headerOf } from '../support/claims.js';
import type { TestPool, Tokens } from '../support/pool.js';
import { present } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const invalid = 'Invalid Access Token';
const badSignature = 'Could not verify signature for Access Token';

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

interface World {
  readonly own: TestPool;
  readonly other: TestPool;
  readonly maya: Tokens;
  readonly server: Poolhouse;
}

const publicKeyOf = async ({ server, own }: World, accessToken: string): Promise<KeyObject> => {
  const keys = await server.store.keys.verifying(own.id);
  return present(keys.get(String(headerOf(accessToken)['kid']))).publicKey;
};

/** An access token with another header, its signature made of what it covers. */
const resigned = (
  { accessToken }: Tokens,
  header: object,
  signature: (signed: string) => Buffer,
  claims: object = {},
): string => {
  const signed = `${encode({ ...headerOf(accessToken), ...header })}.${encode({ ...claimsOf(accessToken), ...claims })}`;
  return `${signed}.${signature(signed).toString('base64url')}`;
};

const hmac = (key: string | Buffer) => (signed: string) => createHmac('sha256', key).update(signed).digest();
const rsa = (algorithm: string) => (signed: string) => sign(algorithm, Buffer.from(signed), stranger.privateKey);

const forgeries: Readonly<Record<string, { readonly message: string; forge(world: World): string | Promise<string> }>> =
  {
    ...Object.fromEntries(
      ['none', 'None', 'NONE', '', 'HS256', 'RS512', 'PS256', 'ES256'].map((alg) => [
        `of the algorithm '${alg}' with the genuine signature`,
        {
          message: badSignature,
          forge: ({ maya }: World) =>
            resigned(maya, { alg }, () => Buffer.from(maya.accessToken.split('.')[2] ?? '', 'base64url')),
        },
      ]),
    ),
    'of the algorithm none without a signature': {
      message: invalid,
      forge: ({ maya }) => resigned(maya, { alg: 'none' }, () => Buffer.alloc(0)),
    },
    'signed by HMAC with the public key as PEM': {
      message: badSignature,
      forge: async (world) => {
        const key = await publicKeyOf(world, world.maya.accessToken);
        return resigned(world.maya, { alg: 'HS256' }, hmac(key.export({ format: 'pem', type: 'spki' })));
      },
    },
    'signed by HMAC with the public key as DER': {
      message: badSignature,
      forge: async (world) => {
        const key = await publicKeyOf(world, world.maya.accessToken);
        return resigned(world.maya, { alg: 'HS256' }, hmac(key.export({ format: 'der', type: 'spki' })));
      },
    },
    'signed by HMAC with the modulus': {
      message: badSignature,
      forge: async (world) => {
        const { n = '' } = (await publicKeyOf(world, world.maya.accessToken)).export({ format: 'jwk' });
        return resigned(world.maya, { alg: 'HS256' }, hmac(Buffer.from(n, 'base64url')));
      },
    },
    "signed by a stranger's key": { message: badSignature, forge: ({ maya }) => resigned(maya, {}, rsa('RSA-SHA256')) },
    'that brings its own key': {
      message: badSignature,
      forge: ({ maya }) =>
        resigned(
          maya,
          { jwk: stranger.publicKey.export({ format: 'jwk' }), jku: 'http://localhost/' },
          rsa('RSA-SHA256'),
        ),
    },
    'of a key that the pool does not have': {
      message: invalid,
      forge: ({ maya }) => resigned(maya, { kid: 'mine' }, rsa('RSA-SHA256')),
    },
    'that names no key': {
      message: invalid,
      forge: ({ maya }) => resigned(maya, { kid: undefined }, rsa('RSA-SHA256')),
    },
    'with changed claims': {
      message: badSignature,
      forge: ({ maya }) => {
        const [header, , signature] = maya.accessToken.split('.');
        return `${header}.${encode({ ...claimsOf(maya.accessToken), exp: 4_000_000_000 })}.${signature}`;
      },
    },
    'whose claims were cut': {
      message: invalid,
      forge: ({ maya }) => {
        const [header, claims, signature] = maya.accessToken.split('.');
        return `${header}.${claims?.slice(0, -4)}.${signature}`;
      },
    },
    'whose signature was cut': { message: badSignature, forge: ({ maya }) => maya.accessToken.slice(0, -4) },
    'that is an ID token': { message: invalid, forge: ({ maya }) => maya.idToken },
    'that is a refresh token': { message: invalid, forge: ({ maya }) => maya.refreshToken },
    'of the key of ID tokens, which says it is an access token': {
      message: invalid,
      forge: async ({ own, maya, server }) =>
        signJwt(await server.store.keys.signing(own.id, 'id'), claimsOf(maya.accessToken)),
    },
    'of the right key, which says it is an ID token': {
      message: invalid,
      forge: async ({ own, maya, server }) =>
        signJwt(await server.store.keys.signing(own.id, 'access'), { ...claimsOf(maya.accessToken), token_use: 'id' }),
    },
    'of the key of another pool': {
      message: invalid,
      forge: async ({ other, maya, server }) =>
        signJwt(await server.store.keys.signing(other.id, 'access'), claimsOf(maya.accessToken)),
    },
    'of the right key and the issuer of another pool': {
      message: invalid,
      forge: async ({ own, other, maya, server }) =>
        signJwt(await server.store.keys.signing(own.id, 'access'), {
          ...claimsOf(maya.accessToken),
          iss: `http://localhost:9229/${other.id}`,
        }),
    },
    'of an issuer elsewhere whose path ends in the pool': {
      message: invalid,
      forge: async ({ own, maya, server }) =>
        signJwt(await server.store.keys.signing(own.id, 'access'), {
          ...claimsOf(maya.accessToken),
          iss: `http://evil.example.com/${own.id}`,
        }),
    },
    ...Object.fromEntries(
      [42, null, ['x'], {}].map((iss) => [
        `whose issuer is ${JSON.stringify(iss)}`,
        {
          message: invalid,
          forge: async ({ own, maya, server }: World) =>
            signJwt(await server.store.keys.signing(own.id, 'access'), { ...claimsOf(maya.accessToken), iss }),
        },
      ]),
    ),
    'that never expires': {
      message: 'Access Token has expired',
      forge: async ({ own, maya, server }) =>
        signJwt(await server.store.keys.signing(own.id, 'access'), { ...claimsOf(maya.accessToken), exp: undefined }),
    },
    ...Object.fromEntries(
      [
        '.',
        '..',
        'a.b',
        'a.b.c',
        'a.b.c.d',
        `${'e30.'.repeat(2)}x`,
        'bnVsbA.bnVsbA.x',
        'W10.W10.x',
        `${encode({})}.${encode({})}.x`,
      ].map((text) => [`such as ${text}`, { message: invalid, forge: () => text }]),
    ),
  };

for (const [what, { forge, message }] of Object.entries(forgeries))
  test(`no access token ${what} gets in`, async ({ anonymous, pool, server }) => {
    const [own, other] = [await pool(), await pool()];
    const maya = await (await own.user('maya')).signIn();
    const AccessToken = await forge({ own, other, maya, server });
    await expect(anonymous.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message,
    });
    expect(await anonymous.send(new GetUserCommand({ AccessToken: maya.accessToken }))).toMatchObject({
      Username: 'maya',
    });
  });
