import { AdminGetUserCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe } from 'vitest';
import { rootKey } from '../support/engine.js';
import { clock } from '../support/poolhouse.js';
import { sdkClient } from '../support/sdk-client.js';
import { sdkSigner } from '../support/sdk-signer.js';
import { expect, test } from '../support/test.js';
import { watchedFetch } from '../support/watched-fetch.js';

const root = { accessKeyId: rootKey.id, secretAccessKey: rootKey.secret };
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

interface Parts {
  method: string;
  protocol: string;
  hostname: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: string;
}

/** A ListUserPools request before it is signed. */
const unsigned = (changes: Partial<Parts> = {}): Parts => ({
  method: 'POST',
  protocol: 'http:',
  hostname: 'localhost',
  path: '/',
  query: {},
  body: '{"MaxResults":1}',
  ...changes,
  headers: {
    host: 'localhost:9229',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
    ...changes.headers,
  },
});

const signed = async (
  changes: Partial<Parts> = {},
  { signer = sdkSigner({ credentials: root }), at = clock.now() } = {},
) => (await signer.sign(unsigned(changes), { signingDate: at })) as Parts;

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const send = async ({ path, query, headers, body, method }: Parts) => {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encode(name)}=${encode(value)}`),
  );
  const url = `http://localhost:9229${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  const response = await watchedFetch(new Request(url, { method, headers, body }));
  const { ['__type']: type, message } = (await response.json()) as Record<string, string>;
  return { status: response.status, type, message };
};

const refused = (type: string, message: unknown = expect.any(String)) => ({ status: 400, type, message });

describe('AWS’s own client', () => {
  test('is believed', async ({ cognito }) => {
    await expect(cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }))).resolves.toHaveProperty('UserPools');
  });

  test('is believed under a path of its own', async () => {
    const client = sdkClient(watchedFetch, { endpoint: 'http://localhost:9229/a b/base' });
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).resolves.toHaveProperty('UserPools');
  });

  test('is believed with text of every script', async ({ pool, cognito }) => {
    const { id } = await pool();
    const lookUp = cognito.send(new AdminGetUserCommand({ UserPoolId: id, Username: 'Zoë-Ωμέγα-名前-😀' }));
    await expect(lookUp).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('is refused with a secret that is not the key’s', async () => {
    const client = sdkClient(watchedFetch, { credentials: { ...root, secretAccessKey: 'another' } });
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: mismatch,
    });
  });

  test('whose clock is wrong sets it by the answer, and is believed then', async () => {
    const dates: string[] = [];
    const client = sdkClient(
      (request) => {
        dates.push(request.headers.get('x-amz-date') ?? '');
        return watchedFetch(request);
      },
      { maxAttempts: 2 },
    );
    client.middlewareStack.add(
      (next) => (args) => {
        client.config.systemClockOffset = -3_600_000;
        return next(args);
      },
      { step: 'initialize', priority: 'low' },
    );

    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).resolves.toHaveProperty('UserPools');
    expect(dates).toHaveLength(2);
  });
});

test('whatever the SDK’s signer signs is verified', async () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });
  const segment = fc
    .string({ unit: fc.constantFrom(...Array.from("aZ0-._~%20!*()'+,;=")), maxLength: 6 })
    .map(encodeURI);
  await fc.assert(
    fc.asyncProperty(
      fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`),
      fc.dictionary(
        text.filter((name) => name !== '' && !/^x-amz-/i.test(name)),
        fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
        { maxKeys: 3 },
      ),
      fc.string({ unit: fc.constantFrom(' ', '\t', 'a', ',', '"', '='), maxLength: 12 }),
      async (path, query, blanks) => {
        const request = await signed({
          path: new URL(`http://localhost${path}`).pathname,
          query,
          headers: { 'x-blanks': blanks },
        });
        expect(await send(request)).toMatchObject({ status: 200 });
      },
    ),
    { numRuns: 200 },
  );
});

describe('what was changed after it was signed is refused', () => {
  test.for<[string, (request: Parts) => void]>([
    ['the body', (request) => (request.body = '{"MaxResults":2}')],
    ['the operation', (request) => (request.headers['x-amz-target'] = 'AWSCognitoIdentityProviderService.ListUsers')],
    [
      'the date',
      (request) =>
        (request.headers['x-amz-date'] = request.headers['x-amz-date']!.replace(/\dZ$/, (last) =>
          last === '0Z' ? '1Z' : '0Z',
        )),
    ],
    ['the query', (request) => (request.query = { a: 'b' })],
    ['a signed header', (request) => (request.headers['content-type'] = 'application/json')],
    [
      'the region',
      (request) =>
        (request.headers['authorization'] = request.headers['authorization']!.replace('us-east-1', 'us-east-2')),
    ],
    [
      'the list of signed headers',
      (request) => (request.headers['authorization'] = request.headers['authorization']!.replace('content-type;', '')),
    ],
    [
      'the signature',
      (request) => (request.headers['authorization'] = request.headers['authorization']!.replace(/.{4}$/, '0000')),
    ],
  ])('%s', async ([, change]) => {
    const request = await signed({}, { at: new Date(Math.floor(clock.now().getTime() / 1000) * 1000 - 7_000) });
    change(request);
    expect(await send(request)).toEqual(refused('InvalidSignatureException', mismatch));
  });

  test.for<[string, Partial<Parts>, (request: Parts) => void]>([
    ['the path', { path: '/pools/' }, (request) => (request.path = '/elsewhere/')],
    ['the host', { headers: { host: 'a.example.com' } }, (request) => (request.headers['host'] = 'b.example.com')],
  ])('%s', async ([, signedFor, change]) => {
    const request = await signed(signedFor);
    change(request);
    expect(await send(request)).toEqual(refused('InvalidSignatureException', mismatch));
  });

  test('the body together with its unsigned hash', async () => {
    const request = await signed();
    const other = await signed({ body: '{"MaxResults":2}' });
    request.body = other.body;
    request.headers['x-amz-content-sha256'] = other.headers['x-amz-content-sha256']!;
    expect(await send(request)).toEqual(refused('InvalidSignatureException', mismatch));
  });

  test('a body that calls itself unsigned', async () => {
    const request = await signed({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    expect(await send(request)).toEqual(refused('InvalidSignatureException', mismatch));
  });
});

test('a proxy may change host and path from those that clients are told', async () => {
  const request = await signed();
  request.headers['host'] = 'poolhouse.internal:8080';
  request.path = '/behind/a/proxy';
  expect(await send(request)).toMatchObject({ status: 200 });
});

describe('who signed must be known', () => {
  test('an unknown key', async () => {
    const signer = sdkSigner();
    expect(await send(await signed({}, { signer }))).toEqual(
      refused('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    );
  });

  test('a session token that was not issued here', async () => {
    const signer = sdkSigner({ credentials: { ...root, sessionToken: 'FwoGZXIvYXdzE' } as typeof root });
    expect(await send(await signed({}, { signer }))).toEqual(
      refused('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    );
  });

  test('nobody', async () => {
    expect(await send(unsigned())).toEqual(
      refused('MissingAuthenticationTokenException', 'Missing Authentication Token'),
    );
  });

  test('somebody who signed in the query string', async () => {
    const presigned = (await sdkSigner({ credentials: root }).presign(unsigned(), {
      unhoistableHeaders: new Set(['x-amz-target']),
    })) as Parts;
    expect(await send(presigned)).toEqual(
      refused('MissingAuthenticationTokenException', 'Missing Authentication Token'),
    );
  });
});

describe('the header must be whole', () => {
  test.for([
    [
      'Bearer abc',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ],
    [
      'AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=x',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ],
  ] as const)('%s', async ([authorization, message]) => {
    expect(await send(unsigned({ headers: { authorization } }))).toEqual(
      refused('IncompleteSignatureException', message),
    );
  });

  test.for(['host', 'x-amz-date', 'x-amz-target'])('%s must be signed', async (name) => {
    const signer = sdkSigner({ credentials: root });
    const request = (await signer.sign(unsigned(), {
      unsignableHeaders: new Set([name]),
      signingDate: clock.now(),
    })) as Parts;
    expect(await send(request)).toEqual(
      refused(
        'InvalidSignatureException',
        expect.stringMatching(new RegExp(`^'${name}' must be a 'SignedHeader'`, 'i')),
      ),
    );
  });
});

describe('the scope', () => {
  test('names this service', async () => {
    const signer = sdkSigner({ credentials: root, service: 's3' });
    expect(await send(await signed({}, { signer }))).toEqual(
      refused('InvalidSignatureException', "Credential should be scoped to correct service: 'cognito-idp'. "),
    );
  });

  test('names a region without an underscore', async () => {
    const signer = sdkSigner({ credentials: root, region: 'eu_west' });
    expect(await send(await signed({}, { signer }))).toEqual(
      refused('InvalidSignatureException', 'Credential should be scoped to a valid region. '),
    );
  });

  test('names the day of the signature', async () => {
    const request = await signed();
    request.headers['authorization'] = request.headers['authorization']!.replace(/\/\d{8}\//, '/20200101/');
    expect(await send(request)).toEqual(
      refused('InvalidSignatureException', expect.stringMatching(/^Date in Credential scope does not match/)),
    );
  });
});

describe('the time', () => {
  test.for([-299, 299])('%i seconds off is believed', async (seconds) => {
    const at = new Date(clock.now().getTime() + seconds * 1000);
    expect(await send(await signed({}, { at }))).toMatchObject({ status: 200 });
  });

  test('too long ago', async () => {
    const at = new Date(clock.now().getTime() - 302_000);
    expect(await send(await signed({}, { at }))).toEqual(
      refused(
        'InvalidSignatureException',
        expect.stringMatching(
          /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
        ),
      ),
    );
  });

  test('too far ahead', async () => {
    const at = new Date(clock.now().getTime() + 303_000);
    expect(await send(await signed({}, { at }))).toEqual(
      refused(
        'InvalidSignatureException',
        expect.stringMatching(
          /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
        ),
      ),
    );
  });
});

test('a key works only in its own region, and not after it was deleted', async ({ server }) => {
  const key = { id: 'AKPHREGIONALKEY00001', secret: 'RegionalSecretAccessKey' };
  const credentials = { accessKeyId: key.id, secretAccessKey: key.secret };
  const policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const };
  await server.store.accessKeys.delete(key.id);
  await server.store.accessKeys.create({
    ...key,
    account: '000000000000',
    region: 'eu-local-1',
    principal: 'regional',
    policy,
    createdAt: clock.now(),
  });
  const inRegion = (region: string) => signed({}, { signer: sdkSigner({ credentials, region }) });

  expect(await send(await inRegion('eu-local-1'))).toMatchObject({ status: 200 });
  expect(await send(await inRegion('us-east-1'))).toEqual(
    refused('InvalidSignatureException', 'Credential should be scoped to a valid region. '),
  );
  await server.store.accessKeys.delete(key.id);
  expect(await send(await inRegion('eu-local-1'))).toMatchObject({ type: 'UnrecognizedClientException' });
});

test('a secret is sealed in the store', async ({ server }) => {
  const policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const };
  const id = 'AKPHSEALEDKEY0000001';
  await server.store.accessKeys.delete(id);
  await server.store.accessKeys.create({
    id,
    secret: 'TopSecret',
    account: '000000000000',
    region: null,
    principal: 'x',
    policy,
    createdAt: clock.now(),
  });

  expect(JSON.stringify(await server.store.accessKeys.list({ limit: 100, after: undefined }))).not.toContain(
    'TopSecret',
  );
  expect((await server.store.accessKeys.find(id))?.secret).toBe('TopSecret');
  await server.store.accessKeys.delete(id);
});

test('public operations ignore a signature, good or not', async ({ pool, raw }) => {
  const { client } = await pool();
  const body = {
    ClientId: client.id,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'x', PASSWORD: 'y' },
  };
  const { json } = await raw('InitiateAuth', body, { authorization: 'AWS4-HMAC-SHA256 nonsense' });
  expect(json).toMatchObject({
    __type: expect.stringMatching(/NotAuthorizedException|UserNotFoundException/) as string,
  });
});
