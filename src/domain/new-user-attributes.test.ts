import { describe, expect, test } from 'vitest';
import { attributesForAdminCreate, attributesForSignUp } from './new-user-attributes.js';
import { clientOf, given, poolOf } from './pool.fixture.js';

const invalid = (message: string): unknown =>
  expect.objectContaining({ type: 'InvalidParameterException', message }) as unknown;
const unauthorized: unknown = expect.objectContaining({
  type: 'NotAuthorizedException',
  message: 'A client attempted to write unauthorized attribute',
});

const requiredEmail = [{ Name: 'email', Required: true }];
const custom = [
  { Name: 'custom:tier', AttributeDataType: 'String' as const, Mutable: false },
  { Name: 'dev:custom:score', AttributeDataType: 'Number' as const },
];

const signUp = (
  attributes: Record<string, string | undefined>,
  { pool = poolOf({}, custom), client = clientOf(), username = 'maya' } = {},
) => attributesForSignUp(pool, client, username, given(attributes));

describe('at sign-up', () => {
  test('values are taken as given and addresses are not verified', () => {
    expect(signUp({ email: 'a@b', phone_number: '+1', name: 'Maya', 'custom:tier': 'gold' })).toEqual({
      email: 'a@b',
      email_verified: 'false',
      phone_number: '+1',
      phone_number_verified: 'false',
      name: 'Maya',
      'custom:tier': 'gold',
    });
    expect(signUp({})).toEqual({});
  });

  test('of a repeated name the last value counts', () => {
    const repeated = [...given({ name: 'One' }), ...given({ name: 'Two' })];
    expect(attributesForSignUp(poolOf(), clientOf(), 'maya', repeated)).toEqual({ name: 'Two' });
  });

  test('the name of the user counts among its attributes', () => {
    const pool = poolOf({ UsernameAttributes: ['email'] }, requiredEmail);
    expect(signUp({}, { pool, username: 'a@b' })).toEqual({ email: 'a@b', email_verified: 'false' });
    const noWrites = clientOf({ WriteAttributes: ['name'] });
    expect(signUp({}, { pool, username: 'a@b', client: noWrites })).toHaveProperty('email', 'a@b');
  });

  test('a value must be there', () => {
    expect(() => signUp({ name: undefined })).toThrow(invalid('Attribute value for name must not be null'));
  });

  test.each(['x', undefined])('sub is nobody’s to write: %s', (value) => {
    expect(() => signUp({ sub: value })).toThrow(invalid('Cannot modify the non-mutable attribute sub'));
  });

  test.each(['email_verified', 'phone_number_verified', 'dev:custom:score', 'dev:score'])(
    '%s is not the user’s to write',
    (name) => {
      expect(() => signUp({ [name]: 'true' })).toThrow(unauthorized);
    },
  );

  test('a client writes what its list says, checked before the schema', () => {
    const client = clientOf({ WriteAttributes: ['name'] });
    expect(signUp({ name: 'Maya' }, { client })).toEqual({ name: 'Maya' });
    expect(() => signUp({ email: 'a@b' }, { client })).toThrow(unauthorized);
    expect(() => signUp({ 'custom:nothing': 'x' }, { client })).toThrow(unauthorized);
    expect(() => signUp({ 'custom:nothing': 'x' })).toThrow(
      invalid('Attributes did not conform to the schema: custom:nothing: Attribute does not exist in the schema.\n'),
    );
  });

  test.each(['', 'a', 'a@', 'a b@c'])('%j is no e-mail address', (email) => {
    expect(() => signUp({ email, 'custom:nothing': 'x' })).toThrow(invalid('Invalid email address format.'));
  });

  test.each(['', '555', '+1 5'])('%j is no phone number', (number) => {
    expect(() => signUp({ phone_number: number })).toThrow(invalid('Invalid phone number format.'));
  });

  test('every violation of the schema is told, missing attributes last', () => {
    const pool = poolOf({}, [...requiredEmail, { Name: 'name', Required: true }]);
    expect(() => signUp({ 'custom:firstName': 'x', birthdate: '1', name: '' }, { pool })).toThrow(
      invalid(
        'Attributes did not conform to the schema: custom:firstName: Attribute does not exist in the schema.\n' +
          'birthdate: String must be no shorter than 10 characters\n' +
          'name: The attribute is required.\nemail: The attribute is required.\n',
      ),
    );
  });

  test('an alias that is not verified by a code waits until the user is confirmed', () => {
    const pool = poolOf({ AliasAttributes: ['preferred_username'] });
    expect(() => signUp({ preferred_username: 'maya' }, { pool })).toThrow(
      invalid(
        'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
      ),
    );
    expect(signUp({ preferred_username: 'maya' })).toEqual({ preferred_username: 'maya' });
  });

  test('an empty value is stored where the schema allows it', () => {
    expect(signUp({ name: '' })).toEqual({ name: '' });
  });
});

const create = (attributes: Record<string, string | undefined>, pool = poolOf({}, custom), username = 'maya') =>
  attributesForAdminCreate(pool, username, given(attributes));

describe('by an administrator', () => {
  test('addresses are as verified as it is said, and not at all otherwise', () => {
    expect(create({ email: 'a@b', email_verified: 'True', phone_number: '+1' })).toEqual({
      email: 'a@b',
      email_verified: 'true',
      phone_number: '+1',
    });
    expect(create({ email: 'a@b', email_verified: 'false' })).toHaveProperty('email_verified', 'false');
  });

  test('developer-only and immutable attributes may be set, under either name', () => {
    expect(create({ 'dev:score': '7', 'custom:tier': 'gold' })).toEqual({
      'dev:custom:score': '7',
      'custom:tier': 'gold',
    });
  });

  test('required attributes may be missing', () => {
    expect(create({}, poolOf({}, requiredEmail))).toEqual({});
  });

  test('the name of the user counts among its attributes', () => {
    const pool = poolOf({ UsernameAttributes: ['phone_number'] });
    expect(create({ phone_number_verified: 'true' }, pool, '+1')).toEqual({
      phone_number: '+1',
      phone_number_verified: 'true',
    });
  });

  test('an address that is not there cannot be verified', () => {
    expect(() => create({ email_verified: 'true' })).toThrow(
      expect.objectContaining({ type: 'InvalidParameterException' }),
    );
  });

  test('the checks and texts are those of sign-up', () => {
    expect(() => create({ sub: 'x' })).toThrow(invalid('Cannot modify the non-mutable attribute sub'));
    expect(() => create({ email: 'x' })).toThrow(invalid('Invalid email address format.'));
    expect(() => create({ 'custom:nothing': 'x' })).toThrow(
      invalid('Attributes did not conform to the schema: custom:nothing: Attribute does not exist in the schema.\n'),
    );
  });
});
