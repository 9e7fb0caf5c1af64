import { describe, expect, test } from 'vitest';
import { attributesForUpdate } from './attribute-update.js';
import { clientOf, given, poolOf } from './pool.fixture.js';

const invalid = (message: string): unknown =>
  expect.objectContaining({ type: 'InvalidParameterException', message }) as unknown;
const schema = [
  { Name: 'custom:tier', AttributeDataType: 'String' as const, Mutable: false },
  {
    Name: 'custom:cart_uuid',
    AttributeDataType: 'String' as const,
    StringAttributeConstraints: { MinLength: '36' },
  },
  { Name: 'dev:custom:score', AttributeDataType: 'Number' as const },
  { Name: 'family_name', Mutable: false },
  { Name: 'name', Required: true },
];
const current: Record<string, string> = { email: 'a@b', email_verified: 'true', name: 'Maya', given_name: 'M' };

const update = (
  attributes: Record<string, string | undefined>,
  { pool = poolOf({}, schema), writer = clientOf(), from = current } = {},
) => attributesForUpdate(pool, writer, from, given(attributes));
const adminUpdate = (attributes: Record<string, string>, pool = poolOf({}, schema), from = current) =>
  attributesForUpdate(pool, 'admin', from, given(attributes));

test('values are merged and an empty one deletes', () => {
  expect(update({ given_name: '', nickname: 'x' }, { pool: poolOf({}, [{ Name: 'nickname' }]) }).attributes).toEqual({
    email: 'a@b',
    email_verified: 'true',
    name: 'Maya',
    nickname: 'x',
  });
});

describe('a changed address', () => {
  test('loses its verification at once', () => {
    expect(update({ email: 'c@d' })).toEqual({
      attributes: { ...current, email: 'c@d', email_verified: 'false' },
      pending: {},
      changed: ['email'],
      toVerify: [],
    });
    expect(update({ phone_number: '+1' }).attributes).toHaveProperty('phone_number_verified', 'false');
  });

  test('is sent a code where the pool verifies it by itself', () => {
    const pool = poolOf({ AutoVerifiedAttributes: ['email'] });
    expect(update({ email: 'c@d', phone_number: '+1' }, { pool })).toMatchObject({
      changed: ['email', 'phone_number'],
      toVerify: ['email'],
    });
  });

  test('waits for its verification where the pool says so', () => {
    const pool = poolOf({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    const waiting = { attributes: current, pending: { email: 'c@d' }, changed: ['email'], toVerify: ['email'] };
    expect(update({ email: 'c@d' }, { pool })).toEqual(waiting);
    expect(adminUpdate({ email: 'c@d' }, pool)).toEqual(waiting);
    expect(adminUpdate({ email: 'c@d', email_verified: 'false' }, pool)).toEqual(waiting);
    expect(update({ email: '' }, { pool })).toEqual({
      attributes: { name: 'Maya', given_name: 'M' },
      pending: {},
      changed: ['email'],
      toVerify: [],
    });
  });

  test('that an administrator calls verified counts at once, in either order', () => {
    const pool = poolOf({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    const verified = {
      attributes: { ...current, email: 'c@d', email_verified: 'true' },
      pending: {},
      changed: ['email'],
      toVerify: [],
    };
    expect(adminUpdate({ email: 'c@d', email_verified: 'True' }, pool)).toEqual(verified);
    expect(adminUpdate({ email_verified: 'true', email: 'c@d' }, pool)).toEqual(verified);
  });

  test('that is deleted takes its verification with it', () => {
    expect(update({ email: '' }).attributes).toEqual({ name: 'Maya', given_name: 'M' });
  });
});

test('the same address again changes nothing', () => {
  const pool = poolOf({ AutoVerifiedAttributes: ['email'] });
  expect(update({ email: 'a@b' }, { pool })).toEqual({ attributes: current, pending: {}, changed: [], toVerify: [] });
});

test('an administrator sets flags and developer-only attributes', () => {
  expect(adminUpdate({ email_verified: 'FALSE', 'dev:score': '7' }).attributes).toMatchObject({
    email_verified: 'false',
    'dev:custom:score': '7',
  });
  expect(() => adminUpdate({ phone_number_verified: 'true' })).toThrow(
    expect.objectContaining({ type: 'InvalidParameterException' }),
  );
  const federated = { phone_number_verified: 'true' };
  expect(adminUpdate({ given_name: 'M' }, poolOf(), federated).attributes).toEqual({ ...federated, given_name: 'M' });
});

describe('is refused', () => {
  test.each([
    [{ name: undefined }, 'Attribute value for name must not be null'],
    [{ sub: undefined }, 'Cannot modify the non-mutable attribute sub'],
    [{ sub: 'x', name: undefined }, 'Attribute value for name must not be null'],
    [{ email_verified: 'true', email: 'c@d' }, 'Cannot modify the non-mutable attribute email_verified'],
    [{ email: 'x', 'custom:nothing': 'x' }, 'Invalid email address format.'],
    [{ phone_number: '555' }, 'Invalid phone number format.'],
    [{ family_name: 'Reddy', 'custom:nothing': 'x' }, 'Cannot modify the non-mutable attribute family_name'],
    [{ 'custom:nothing': 'x' }, 'user.custom:nothing: Attribute does not exist in the schema.\n'],
    [{ 'custom:nothing': '' }, 'user.custom:nothing: Attribute does not exist in the schema.\n'],
    [{ 'custom:cart_uuid': 'x' }, 'user.custom:cart_uuid: String must be no shorter than 36 characters\n'],
    [{ 'custom:tier': 'gold' }, 'user.custom:tier: Attribute cannot be updated.\n'],
    [{ 'custom:tier': '' }, 'user.custom:tier: Attribute cannot be updated.\n'],
    [{ name: '' }, 'user.name: The attribute is required.\n'],
  ])('%j', (attributes, message) => {
    expect(() => update(attributes)).toThrow(invalid(message));
  });

  test('what the client may not write', () => {
    const writer = clientOf({ WriteAttributes: ['name'] });
    const unauthorized: unknown = expect.objectContaining({
      type: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
    expect(() => update({ email: 'x' }, { writer })).toThrow(unauthorized);
    expect(() => update({ 'dev:score': '7' })).toThrow(unauthorized);
    expect(update({ name: 'May' }, { writer }).attributes).toHaveProperty('name', 'May');
  });
});
