import fc from 'fast-check';
import { describe } from 'vitest';
import type { Members, Shape } from '#contract/shape.js';
import { operations } from '#operations/index.js';
import { expect, test, type RawAnswer } from '../support/test.js';
import { signedHeaders } from '../support/sign.js';

// No input makes a 5xx: bodies are made from the constraint tables, so that most get far, and then broken in one or two places.

type Known = Readonly<Record<string, unknown>>;

/** What stands where nothing of the kind belongs. */
const nasty = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -1,
  1.5,
  -0,
  1e308,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  'x'.repeat(3000),
  'é'.repeat(2048),
  '💥'.repeat(600),
  'a\u0000b',
  '\ud800',
  '\udfff x',
  '%s{####}{username}',
  "'; drop table users; --",
  '__proto__',
  [],
  {},
  [null],
  [[[[[[]]]]]],
  { constructor: { prototype: 1 } },
  JSON.parse('{"__proto__":{"polluted":true},"toString":1}'),
  Array.from({ length: 300 }, () => ({ Name: 'name', Value: 'v' })),
);

/** Values that a shape lets through, mostly: known things by their names, so that the operation finds them. */
const valueOf = (name: string, shape: Shape, known: Known): fc.Arbitrary<unknown> => {
  const made = madeValue(name, shape, known);
  return Object.hasOwn(known, name)
    ? fc.oneof({ weight: 4, arbitrary: fc.constant(known[name]) }, { weight: 1, arbitrary: made })
    : made;
};

const madeValue = (name: string, shape: Shape, known: Known): fc.Arbitrary<unknown> => {
  switch (shape.kind) {
    case 'string':
      return shape.values
        ? fc.constantFrom(...shape.values)
        : fc.oneof(
            fc.constantFrom('email', 'custom:x', 'maya@example.com', '+15555550100', 'Correct-horse-1'),
            fc.string({ unit: 'binary', maxLength: 40 }),
          );
    case 'integer':
      return fc.integer({ min: (shape.min ?? 0) - 1, max: Math.min((shape.max ?? 100) + 1, 2_147_483_647) });
    case 'boolean':
      return fc.boolean();
    case 'document':
      return fc.oneof(
        fc.jsonValue(),
        fc.constantFrom<unknown>({ id: 'AA', rawId: 'AA', type: 'public-key', response: {} }),
      );
    case 'list':
      return fc.array(valueOf(name, shape.member, known), { maxLength: 4 });
    case 'map':
      return fc.dictionary(
        fc.oneof(
          fc.constantFrom('USERNAME', 'PASSWORD', 'SRP_A', 'REFRESH_TOKEN', 'NEW_PASSWORD', 'userAttributes.name'),
          fc.string({ maxLength: 12 }),
        ),
        madeValue('', shape.value, known),
        { maxKeys: 5 },
      );
    case 'structure':
      return bodyOf(shape.members, known);
  }
};

const bodyOf = (members: Members, known: Known): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, valueOf(name, shape, known)])),
    { requiredKeys: Object.entries(members).flatMap(([name, { required }]) => (required ? [name] : [])) },
  );

/** A body with up to two of its members, at any depth, replaced. */
const broken = (body: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(body, fc.array(fc.tuple(fc.nat(), nasty), { maxLength: 2 })).map(([value, changes]) => {
    const copy = copyOf(value);
    for (const [choice, replacement] of changes) {
      const places = placesIn(copy);
      const place = places[choice % Math.max(places.length, 1)];
      if (place) Reflect.set(place.holder, place.key, copyOf(replacement));
    }
    return copy;
  });

/** A copy that keeps a key called `__proto__` what it is: a key. */
const copyOf = <T>(value: T): T =>
  typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as T) : value;

const placesIn = (holder: object): { holder: object; key: string }[] =>
  Object.entries(holder)
    .filter(([key]) => key !== '__proto__')
    .flatMap(([key, value]: [string, unknown]) => [
      { holder, key },
      ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
    ]);

const expectAwsShape = (answer: RawAnswer): void => {
  expect(answer.status, answer.text).toBeLessThan(500);
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  if (answer.status === 200) return;
  expect(answer.status).toBe(answer.json?.['__type'] === 'RequestEntityTooLargeException' ? 413 : 400);
  expect(answer.json?.['__type']).toMatch(/^\w+Exception$/);
  expect(answer.headers.get('x-amzn-errortype')).toBe(`${String(answer.json?.['__type'])}:`);
};

describe.each(Object.entries(operations))('%s', (name, operation) => {
  test('answers any body in AWS\u2019s shape', { timeout: 60_000 }, async ({ pool, user, raw, clock }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const maya = await user(own, 'maya', { attributes: { email: 'maya@example.com' } });
    const { accessToken, refreshToken } = await maya.signIn();
    const known = {
      UserPoolId: own.id,
      ClientId: own.client.id,
      Username: maya.name,
      AccessToken: accessToken,
      Token: refreshToken,
    };
    const target = `AWSCognitoIdentityProviderService.${name}`;

    await fc.assert(
      fc.asyncProperty(broken(bodyOf(operation.input, known)), async (body) => {
        const text = JSON.stringify(body);
        expectAwsShape(
          await raw(name, text, operation.access === 'signed' ? signedHeaders(text, target, clock.now()) : {}),
        );
      }),
      { numRuns: 60 },
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

const nested = (depth: number): string => `{"ClientId":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('broken envelopes', () => {
  const envelopes: [string, string | undefined, string | Uint8Array][] = [
    ['no target', undefined, '{}'],
    ['an unknown operation', 'SignOut', '{}'],
    ['a prototype name as the target', '__proto__', '{}'],
    ['another prototype name', 'constructor', '{}'],
    ['no body', 'SignUp', ''],
    ['text', 'SignUp', 'Username=maya'],
    ['half a body', 'SignUp', '{"ClientId":"a'],
    ['an array', 'SignUp', '[]'],
    ['a string', 'SignUp', '"{}"'],
    ['null', 'SignUp', 'null'],
    ['a number beyond all types', 'SignUp', '{"ClientId":1e999}'],
    ['bytes that are not UTF-8', 'SignUp', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d)],
    ['a byte order mark', 'SignUp', '\ufeff{}'],
    ['a raw NUL', 'SignUp', '{"ClientId":"\u0000"}'],
    ['deep nesting', 'SignUp', nested(65)],
    ['very deep nesting', 'SignUp', nested(100_000)],
    ['twice the same key', 'SignUp', '{"ClientId":"a","ClientId":{}}'],
    ['a prototype key', 'SignUp', '{"__proto__":{"ClientId":"a"}}'],
    ['more than a mebibyte', 'SignUp', `{"ClientId":"${'a'.repeat(1024 * 1024)}"}`],
  ];

  test.for(envelopes)('%s', async ([, target, body], { raw }) => {
    const answer = await raw(target, body);
    expectAwsShape(answer);
    expect(answer.status).not.toBe(200);
  });
});
