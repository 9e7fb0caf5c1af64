import { describe, expect, test } from 'vitest';
import { attributesForNewPassword, requiredForNewPassword } from './new-password-attributes.js';
import { clientOf, given, poolOf } from './pool.fixture.js';

const refusal = (type: string, message: string): unknown => expect.objectContaining({ type, message }) as unknown;
const pool = poolOf({}, [
  { Name: 'email', Required: true },
  { Name: 'given_name', Required: true, Mutable: false },
  { Name: 'family_name', Mutable: false },
  { Name: 'custom:tier', AttributeDataType: 'String', Mutable: false },
]);
const complete = { email: 'a@b', email_verified: 'true', given_name: 'Maya' };
const answer = (attributes: Record<string, string>, current: Record<string, string> = complete, client = clientOf()) =>
  attributesForNewPassword(pool, client, current, given(attributes));

test('required attributes without a value are asked for', () => {
  expect(requiredForNewPassword(pool, {})).toEqual(['given_name', 'email']);
  expect(requiredForNewPassword(pool, { email: '', given_name: 'M' })).toEqual(['email']);
  expect(requiredForNewPassword(pool, complete)).toEqual([]);
});

test('what is missing is supplied, a new address unverified', () => {
  expect(answer({ email: 'a@b', given_name: 'Maya', name: 'M' }, {})).toEqual({
    email: 'a@b',
    email_verified: 'false',
    given_name: 'Maya',
    name: 'M',
  });
  expect(answer({ phone_number: '+1' })).toMatchObject({ phone_number: '+1', phone_number_verified: 'false' });
});

test('nothing to supply changes nothing', () => {
  expect(answer({})).toEqual(complete);
});

test('an optional address that changes is unverified, the same one stays as it is, an empty one goes', () => {
  const withPhone = { ...complete, phone_number: '+1', phone_number_verified: 'true' };
  expect(answer({ phone_number: '+2' }, withPhone)).toMatchObject({ phone_number_verified: 'false' });
  expect(answer({ phone_number: '+1' }, withPhone)).toEqual(withPhone);
  expect(answer({ phone_number: '' }, withPhone)).toEqual(complete);
});

describe('is refused', () => {
  test('a required attribute that is there already', () => {
    expect(() => answer({ email: 'a@b' })).toThrow(
      refusal('NotAuthorizedException', 'Cannot modify an already provided email'),
    );
  });

  test('a required attribute that is still missing', () => {
    expect(() => answer({ email: 'a@b' }, {})).toThrow(
      refusal('InvalidParameterException', 'Invalid attributes given, given_name is missing'),
    );
    expect(() => answer({ email: '', given_name: 'M' }, {})).toThrow(
      refusal('InvalidParameterException', 'Invalid attributes given, email is missing'),
    );
  });

  test.each([
    [{ email_verified: 'true' }, 'Cannot modify the non-mutable attribute email_verified'],
    [{ sub: 'x' }, 'Cannot modify the non-mutable attribute sub'],
    [{ phone_number: '555' }, 'Invalid phone number format.'],
    [{ family_name: 'x' }, 'Cannot modify the non-mutable attribute family_name'],
    [{ 'custom:tier': 'x' }, 'Invalid user attributes: custom:tier: Attribute cannot be updated.\n'],
    [{ 'custom:nothing': 'x' }, 'Invalid user attributes: custom:nothing: Attribute does not exist in the schema.\n'],
  ])('%j', (attributes, message) => {
    expect(() => answer(attributes)).toThrow(refusal('InvalidParameterException', message));
  });

  test('what the client may not write', () => {
    expect(() => answer({ name: 'x' }, complete, clientOf({ WriteAttributes: ['email'] }))).toThrow(
      refusal('NotAuthorizedException', 'A client attempted to write unauthorized attribute'),
    );
  });
});
