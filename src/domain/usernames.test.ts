import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolOf } from './pool.fixture.js';
import {
  aliasesOf,
  aliasKey,
  checkUsername,
  isEmail,
  isPhoneNumber,
  lookupKey,
  nameDigest,
  storedUsername,
  usernameKey,
  withLoginAttribute,
} from './usernames.js';

const foldsCase = { UsernameConfiguration: { CaseSensitive: false } };

test.each(['a@b', 'maya.r+tag@example.com', 'мая@пример.рф', '"quoted"@x'])('%s is an e-mail address', (value) => {
  expect(isEmail(value)).toBe(true);
});

test.each(['', '@', 'a@', '@b', 'a@b@c', 'a b@c', 'a@b\n', ' a@b', 'maya'])('%j is no e-mail address', (value) => {
  expect(isEmail(value)).toBe(false);
});

test.each(['+1', '+15555551234', '+123456789012345'])('%s is a phone number', (value) => {
  expect(isPhoneNumber(value)).toBe(true);
});

test.each(['', '+', '15555551234', '+1 555 555', '+1234567890123456', '+1-555', '+１２', '+1\n'])(
  '%j is no phone number',
  (value) => {
    expect(isPhoneNumber(value)).toBe(false);
  },
);

const refusal = (message: string): unknown =>
  expect.objectContaining({ type: 'InvalidParameterException', message }) as unknown;

describe('the shape of a new name', () => {
  test('is free in a plain pool', () => {
    for (const name of ['maya', 'a@b', '+15555551234']) expect(() => checkUsername(poolOf(), name)).not.toThrow();
  });

  test('must not be an alias of the pool', () => {
    const pool = poolOf({ AliasAttributes: ['email', 'phone_number'] });
    expect(() => checkUsername(pool, 'maya')).not.toThrow();
    expect(() => checkUsername(pool, 'a@b')).toThrow(
      refusal('Username cannot be of email format, since user pool is configured for email alias.'),
    );
    expect(() => checkUsername(pool, '+15555551234')).toThrow(
      refusal('Username cannot be of phone number format, since user pool is configured for phone number alias.'),
    );
    expect(() => checkUsername(poolOf({ AliasAttributes: ['phone_number'] }), 'a@b')).not.toThrow();
    expect(() => checkUsername(poolOf({ AliasAttributes: ['preferred_username'] }), '+1')).not.toThrow();
  });

  test.each([
    [['email'], 'a@b', '+1', 'Username should be an email.'],
    [['phone_number'], '+1', 'a@b', 'Username should be a phone number.'],
    [['email', 'phone_number'], 'a@b', 'maya', 'Username should be either an email or a phone number.'],
    [['phone_number', 'email'], '+1', '+', 'Username should be either an email or a phone number.'],
  ] as const)('must be one of %j', (attributes, right, wrong, message) => {
    const pool = poolOf({ UsernameAttributes: [...attributes] });
    expect(() => checkUsername(pool, right)).not.toThrow();
    expect(() => checkUsername(pool, wrong)).toThrow(refusal(message));
  });
});

test('the stored name is the given one, folded or not, or the sub', () => {
  expect(storedUsername(poolOf(), 'sub-1', 'Maya')).toBe('Maya');
  expect(storedUsername(poolOf(foldsCase), 'sub-1', 'Maya')).toBe('maya');
  expect(storedUsername(poolOf({ UsernameAttributes: ['email'] }), 'sub-1', 'a@b')).toBe('sub-1');
});

describe('the address that serves as a name', () => {
  const pool = poolOf({ UsernameAttributes: ['email', 'phone_number'], ...foldsCase });

  test('is copied into its attribute', () => {
    expect(withLoginAttribute(pool, 'a@b', { name: 'Maya' })).toEqual({ name: 'Maya', email: 'a@b' });
    expect(withLoginAttribute(pool, '+1', { email: 'a@b' })).toEqual({ email: 'a@b', phone_number: '+1' });
  });

  test('agrees with what is given, as the pool compares', () => {
    expect(withLoginAttribute(pool, 'a@b', { email: 'A@B' })).toEqual({ email: 'A@B' });
    expect(() => withLoginAttribute(pool, 'a@b', { email: 'a@c' })).toThrow(
      expect.objectContaining({ type: 'InvalidParameterException' }),
    );
    expect(() => withLoginAttribute(poolOf({ UsernameAttributes: ['email'] }), 'a@b', { email: 'A@B' })).toThrow(
      'Username and the attribute email must be equal.',
    );
  });

  test('is nothing in other pools', () => {
    expect(withLoginAttribute(poolOf(), 'a@b', {})).toEqual({});
  });
});

describe('keys', () => {
  test('ignore case where the pool does, but for phone numbers', () => {
    const [sensitive, folding] = [poolOf(), poolOf(foldsCase)];
    expect(usernameKey(sensitive, 'Мая')).toBe('Мая');
    expect(usernameKey(folding, 'Мая')).toBe('мая');
    expect(aliasKey(sensitive, 'email', 'A@B')).toBe('A@B');
    expect(aliasKey(folding, 'email', 'A@B')).toBe('a@b');
    expect(aliasKey(folding, 'preferred_username', 'Maya')).toBe('maya');
    expect(aliasKey(folding, 'phone_number', '+1')).toBe('+1');
  });

  test('of what was typed are short, one for all spellings of a name', () => {
    const folding = poolOf(foldsCase);
    expect(nameDigest(folding, 'Maya')).toBe(nameDigest(folding, 'maya'));
    expect(nameDigest(poolOf(), 'Maya')).not.toBe(nameDigest(poolOf(), 'maya'));
    expect(nameDigest(poolOf(), 'x'.repeat(100_000)).length).toBe(43);
  });

  test('fit into an index and differ where values do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2048 }), (value) => {
        const key = lookupKey(value);
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(800);
        expect(lookupKey(value)).toBe(key);
      }),
    );
    const long = 'x'.repeat(2000);
    expect(lookupKey(long)).not.toBe(lookupKey(`${long}y`));
    expect(lookupKey('x'.repeat(200))).toBe('x'.repeat(200));
    expect(lookupKey('x'.repeat(201))).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('the aliases of a user', () => {
  const attributes = {
    email: 'A@b',
    email_verified: 'true',
    phone_number: '+1',
    phone_number_verified: 'false',
    preferred_username: 'Maya',
  };
  const kinds = (settings: Parameters<typeof poolOf>[0]) =>
    aliasesOf(poolOf(settings), { username: 'Queen', attributes }).map(({ kind, key }) => `${kind} ${key}`);

  test('are none in a plain pool', () => {
    expect(kinds({})).toEqual([]);
  });

  test('are verified addresses, the username and the preferred username in an alias pool', () => {
    expect(kinds({ AliasAttributes: ['email', 'phone_number', 'preferred_username'] })).toEqual([
      'email A@b',
      'preferred_username Queen',
      'preferred_username Maya',
    ]);
    expect(kinds({ AliasAttributes: ['email'], ...foldsCase })).toEqual(['email a@b']);
  });

  test('are addresses from creation on where they are names', () => {
    expect(kinds({ UsernameAttributes: ['email', 'phone_number'] })).toEqual(['email A@b', 'phone_number +1']);
    expect(kinds({ UsernameAttributes: ['phone_number'] })).toEqual(['phone_number +1']);
  });

  test('are each one row, also of a user who prefers its own name', () => {
    const pool = poolOf({ AliasAttributes: ['preferred_username'], ...foldsCase });
    expect(aliasesOf(pool, { username: 'maya', attributes: { preferred_username: 'Maya' } })).toEqual([
      { kind: 'preferred_username', key: 'maya' },
    ]);
  });

  test('are never empty', () => {
    const pool = poolOf({ AliasAttributes: ['preferred_username'] });
    expect(aliasesOf(pool, { username: 'maya', attributes: { preferred_username: '' } })).toEqual([
      { kind: 'preferred_username', key: 'maya' },
    ]);
  });
});
