import { describe, expect, test } from 'vitest';
import { allAttributes, readableAttributes, selectedAttributes } from './attributes.js';
import { clientOf, poolOf } from './pool.fixture.js';

const pool = poolOf({}, [
  { Name: 'custom:tier', AttributeDataType: 'String' },
  { Name: 'dev:custom:score', AttributeDataType: 'Number' },
]);
const user = {
  sub: 'sub-1',
  attributes: {
    identities: '[]',
    'dev:custom:score': '7',
    'custom:tier': 'gold',
    email_verified: 'true',
    email: 'a@b',
    name: 'Maya',
  },
};
const names = (attributes: { Name?: string | undefined }[]) => attributes.map(({ Name: name }) => name);

test('sub stands first, then the order of the schema, then what it does not list', () => {
  expect(names(allAttributes(pool, user))).toEqual([
    'sub',
    'name',
    'email',
    'email_verified',
    'custom:tier',
    'dev:custom:score',
    'identities',
  ]);
  expect(allAttributes(pool, user)[0]).toEqual({ Name: 'sub', Value: 'sub-1' });
});

describe('a client reads', () => {
  test('all but the developer-only ones without a list', () => {
    expect(names(readableAttributes(pool, clientOf(), user))).toEqual([
      'sub',
      'name',
      'email',
      'email_verified',
      'custom:tier',
      'identities',
    ]);
  });

  test('what its list says, always with sub, never developer-only ones', () => {
    const listed = clientOf({ ReadAttributes: ['email', 'phone_number', 'dev:custom:score'] });
    expect(names(readableAttributes(pool, listed, user))).toEqual(['sub', 'email']);
    expect(names(readableAttributes(pool, clientOf({ ReadAttributes: [] }), user))).toEqual(['sub']);
  });
});

describe('ListUsers selects', () => {
  test('only what is asked for, in the order of answers', () => {
    expect(names(selectedAttributes(pool, user, ['email', 'name', 'email']))).toEqual(['name', 'email']);
    expect(selectedAttributes(pool, user, ['sub'])).toEqual([{ Name: 'sub', Value: 'sub-1' }]);
    expect(names(selectedAttributes(pool, user, ['dev:score']))).toEqual(['dev:custom:score']);
  });

  test('everything where nothing is named', () => {
    expect(selectedAttributes(pool, user, [])).toEqual(allAttributes(pool, user));
  });

  test.each(['phone_number', 'custom:nothing', 'constructor'])('not %s, which the user lacks', (name) => {
    expect(() => selectedAttributes(pool, user, ['email', name])).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterException',
        message: 'One or more requested attributes do not exist.',
      }),
    );
  });
});
