import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { poolSchema, standardAttributes } from './schema-attributes.js';

const custom = (attribute: SchemaAttributeType): SchemaAttributeType => ({
  Name: 'a',
  AttributeDataType: 'String',
  ...attribute,
});
const find = (requested: SchemaAttributeType[], name: string) =>
  poolSchema(requested).find(({ Name }) => Name === name);
const fixed = { DeveloperOnlyAttribute: false, Mutable: true, Required: false };

test("without a request there are the twenty standard attributes, in AWS's order", () => {
  expect(poolSchema()).toEqual(standardAttributes);
  expect(
    poolSchema()
      .map(({ Name }) => Name)
      .join(' '),
  ).toBe(
    'sub name given_name family_name middle_name nickname preferred_username profile picture website email email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at',
  );
});

describe('a standard attribute', () => {
  test('changes what the request changes, and stays in its place', () => {
    const schema = poolSchema([
      { Name: 'email', AttributeDataType: 'String', Required: true },
      { Name: 'birthdate', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '8' } },
    ]);

    expect(schema.map(({ Name }) => Name)).toEqual(standardAttributes.map(({ Name }) => Name));
    expect(schema[10]).toEqual({
      Name: 'email',
      AttributeDataType: 'String',
      ...fixed,
      Required: true,
      StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
    });
    expect(schema[13]?.StringAttributeConstraints).toEqual({ MaxLength: '8' });
  });

  test('loses its constraints where the request gives no type', () => {
    expect(find([{ Name: 'name', Mutable: false }], 'name')).toEqual({
      Name: 'name',
      AttributeDataType: 'String',
      ...fixed,
      Mutable: false,
    });
  });

  test.each([{ AttributeDataType: 'Number' as const }, { DeveloperOnlyAttribute: true }])(
    'cannot change its kind: %o',
    (change) => {
      expect(() => poolSchema([{ Name: 'email', ...change }])).toThrow(
        'You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email',
      );
    },
  );

  test('sub is what it is', () => {
    expect(() => poolSchema([{ Name: 'sub', Mutable: true }])).toThrow('sub is required and cannot be mutable');
    expect(() => poolSchema([{ Name: 'sub', Mutable: false, Required: true }])).not.toThrow();
  });

  test('email_verified in a request is a custom attribute', () => {
    expect(find([{ Name: 'email_verified', AttributeDataType: 'Boolean' }], 'custom:email_verified')).toEqual({
      Name: 'custom:email_verified',
      AttributeDataType: 'Boolean',
      ...fixed,
    });
  });
});

describe('a custom attribute', () => {
  test.each([
    [{ Name: 'a' }, 'custom:a'],
    [{ Name: 'custom:a' }, 'custom:a'],
    [{ Name: 'a', DeveloperOnlyAttribute: true }, 'dev:custom:a'],
    [{ Name: 'Email' }, 'custom:Email'],
  ] as const)('%o is stored as %s', (attribute, name) => {
    expect(find([custom(attribute)], name)).toBeDefined();
  });

  test.each([
    ['String', { StringAttributeConstraints: {} }],
    ['Number', { NumberAttributeConstraints: {} }],
    ['Boolean', {}],
    ['DateTime', {}],
  ] as const)('of type %s without constraints shows %o', (AttributeDataType, constraints) => {
    expect(find([{ Name: 'a', AttributeDataType }], 'custom:a')).toEqual({
      Name: 'custom:a',
      AttributeDataType,
      ...fixed,
      ...constraints,
    });
  });

  test('drops the constraints of another type', () => {
    const attribute = custom({ AttributeDataType: 'Boolean', StringAttributeConstraints: { MaxLength: '3' } });
    expect(find([attribute], 'custom:a')).not.toHaveProperty('StringAttributeConstraints');
  });
});

describe('refusals', () => {
  const lengths = (MinLength?: string, MaxLength?: string) =>
    custom({ StringAttributeConstraints: { MinLength, MaxLength } });
  const values = (MinValue?: string, MaxValue?: string) =>
    custom({ AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue, MaxValue } });

  test.each([
    [{}, 'Invalid schema: every attribute needs a Name.'],
    [{ Name: 'a' }, 'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.'],
    [custom({ Required: true }), 'Required custom attributes are not supported currently.'],
    [lengths('-1'), 'Invalid StringAttributeConstraints for schema attribute custom:a'],
    [lengths('1.5'), 'Invalid StringAttributeConstraints for schema attribute custom:a'],
    [lengths(undefined, 'ten'), 'Invalid StringAttributeConstraints for schema attribute custom:a'],
    [values('-1'), 'Invalid NumberAttributeConstraints for schema attribute custom:a'],
    [values(undefined, '1e3'), 'Invalid NumberAttributeConstraints for schema attribute custom:a'],
    [lengths(undefined, '2049'), 'user.custom:a: String attributes cannot have a length of more than 2048'],
    [lengths('9', '8'), "Attribute custom:a cannot have a max length shorter than it's min length"],
    [values('9', '8'), "Attribute custom:a cannot have a max value smaller than it's min value"],
    // As numbers these two would be equal.
    [
      values('9007199254740993', '9007199254740992'),
      "Attribute custom:a cannot have a max value smaller than it's min value",
    ],
    [
      { Name: 'name', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '9', MaxLength: '8' } },
      "Attribute name cannot have a max length shorter than it's min length",
    ],
  ] satisfies [SchemaAttributeType, string][])('%o', (attribute, text) => {
    expect(() => poolSchema([attribute])).toThrow(text);
  });

  test('an empty bound is none', () => {
    expect(() => poolSchema([lengths('', ''), custom({ Name: 'b' })])).not.toThrow();
  });

  test.each([{}, { DeveloperOnlyAttribute: true }])('one custom name twice: %o', (other) => {
    expect(() => poolSchema([custom({}), custom(other)])).toThrow(
      'Duplicate custom attribute names custom:a are not allowed in a user pool schema.',
    );
  });
});
