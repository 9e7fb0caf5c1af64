import {
  AddCustomAttributesCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolCommand,
  UpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { asList, asRecord } from '../support/attributes.js';
import { present } from '../support/pool.js';
import { invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const add = (cognito: CognitoIdentityProviderClient, id: string, ...CustomAttributes: SchemaAttributeType[]) =>
  cognito.send(new AddCustomAttributesCommand({ UserPoolId: id, CustomAttributes }));

const describePool = async (cognito: CognitoIdentityProviderClient, id: string) =>
  present((await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }))).UserPool);

const text = (Name: string): SchemaAttributeType => ({ Name, AttributeDataType: 'String' });

test('the attributes follow those that the pool has, and its date moves', async ({ clock, cognito, pool }) => {
  const own = await pool({ Schema: [text('tier')] });
  const before = await describePool(cognito, own.id);
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await add(
    cognito,
    own.id,
    { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '18' }, Mutable: false },
    { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    { Name: 'custom:since', AttributeDataType: 'DateTime' },
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  const after = await describePool(cognito, own.id);
  expect(after.SchemaAttributes).toEqual([
    ...(before.SchemaAttributes ?? []),
    {
      Name: 'custom:age',
      AttributeDataType: 'Number',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: false,
      NumberAttributeConstraints: { MinValue: '18' },
    },
    {
      Name: 'dev:custom:note',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: true,
      Mutable: true,
      Required: false,
      StringAttributeConstraints: {},
    },
    {
      Name: 'custom:since',
      AttributeDataType: 'DateTime',
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
    },
  ]);
  expect(Number(after.LastModifiedDate) - Number(before.LastModifiedDate)).toBeGreaterThanOrEqual(5000);
});

test('users have no value of them, and get one; clients with lists of their own do not write them', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  const narrow = await own.newClient({ WriteAttributes: ['name'] });
  const maya = await own.user('maya');
  await add(cognito, own.id, text('tier'));
  const of = { UserPoolId: own.id, Username: 'maya' };
  expect(asRecord((await cognito.send(new AdminGetUserCommand(of))).UserAttributes)).toEqual({ sub: maya.sub });

  const UserAttributes = asList({ 'custom:tier': 'gold' });
  await cognito.send(new AdminUpdateUserAttributesCommand({ ...of, UserAttributes }));
  const { accessToken } = await maya.signIn();
  await anonymous.send(
    new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes: asList({ 'custom:tier': 'silver' }) }),
  );

  expect(asRecord((await cognito.send(new AdminGetUserCommand(of))).UserAttributes)).toMatchObject({
    'custom:tier': 'silver',
  });
  const { accessToken: other } = await maya.signIn(narrow);
  await expect(
    anonymous.send(new UpdateUserAttributesCommand({ AccessToken: other, UserAttributes })),
  ).rejects.toMatchObject(notAuthorized('A client attempted to write unauthorized attribute'));
});

test('a custom attribute may have the name of a standard one', async ({ cognito, pool }) => {
  const { id } = await pool();
  await add(cognito, id, text('email'));
  expect((await describePool(cognito, id)).SchemaAttributes?.at(-1)?.Name).toBe('custom:email');
});

const dev = (Name: string): SchemaAttributeType => ({ ...text(Name), DeveloperOnlyAttribute: true });

test.for<[string, SchemaAttributeType[], string]>([
  ['a name that is taken', [text('tier')], 'custom:tier: Existing attribute already has name custom:tier.'],
  [
    'a name that administrators have taken',
    [text('note')],
    'custom:note: Existing attribute already has name dev:custom:note.',
  ],
  [
    'a name for administrators that is taken',
    [dev('tier')],
    'custom:tier: Existing attribute already has name custom:tier.',
  ],
  ['a name that stands twice', [text('a'), dev('a')], 'custom:a: Existing attribute already has name custom:a.'],
  [
    'an attribute without a type',
    [{ Name: 'a' }],
    'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
  ],
  ['a required one', [{ ...text('a'), Required: true }], 'Required custom attributes are not supported currently.'],
  [
    'a length that is no number',
    [{ ...text('a'), StringAttributeConstraints: { MaxLength: 'long' } }],
    'Invalid StringAttributeConstraints for schema attribute custom:a',
  ],
  [
    'a length beyond all',
    [{ ...text('a'), StringAttributeConstraints: { MaxLength: '2049' } }],
    'user.custom:a: String attributes cannot have a length of more than 2048',
  ],
  [
    'a shortest length above the longest',
    [{ ...text('a'), StringAttributeConstraints: { MinLength: '2', MaxLength: '1' } }],
    "Attribute custom:a cannot have a max length shorter than it's min length",
  ],
  [
    'a least number above the greatest',
    [{ Name: 'a', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '2', MaxValue: '1' } }],
    "Attribute custom:a cannot have a max value smaller than it's min value",
  ],
])('refuses %s, and adds none of the others', async ([, attributes, message], { cognito, pool }) => {
  const { id } = await pool({ Schema: [text('tier'), dev('note')] });
  const before = await describePool(cognito, id);
  await expect(add(cognito, id, text('good'), ...attributes)).rejects.toMatchObject(invalid(message));
  expect((await describePool(cognito, id)).SchemaAttributes).toEqual(before.SchemaAttributes);
});

const texts = Array.from({ length: 51 }, (_, index) => text(`a${index}`));

test('a pool has fifty at most', async ({ cognito, pool }) => {
  const { id } = await pool();
  await add(cognito, id, ...texts.slice(0, 25));
  await add(cognito, id, ...texts.slice(25, 49));
  await expect(add(cognito, id, ...texts.slice(49, 51))).rejects.toMatchObject(
    invalid('A user pool cannot have more than 50 custom attributes.'),
  );
  await add(cognito, id, ...texts.slice(49, 50));
});

test('additions at once are all kept, and of two of one name one', async ({ cognito, pool }) => {
  const { id } = await pool();
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(names.map((name) => add(cognito, id, text(name))));
  const outcomes = await Promise.allSettled([add(cognito, id, text('e')), add(cognito, id, dev('e'))]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const added = (await describePool(cognito, id)).SchemaAttributes?.slice(20).map(({ Name }) =>
    Name?.split(':').at(-1),
  );
  expect(added?.toSorted()).toEqual([...names, 'e']);
});

test.for<[string, SchemaAttributeType[], RegExp]>([
  [
    'none',
    [],
    /^1 validation error detected: Value '\[\]' at 'customAttributes' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
  ],
  [
    '26',
    Array.from({ length: 26 }, (_, index) => text(`a${index}`)),
    /at 'customAttributes' failed to satisfy constraint: Member must have length less than or equal to 25$/,
  ],
  [
    'a long name',
    [text('x'.repeat(21))],
    /^1 validation error detected: Value 'x{21}' at 'customAttributes\.1\.member\.name' failed to satisfy constraint: Member must have length less than or equal to 20$/,
  ],
  [
    'an unknown type',
    [{ Name: 'a', AttributeDataType: 'Text' as 'String' }],
    /^1 validation error detected: Value 'Text' at 'customAttributes\.1\.member\.attributeDataType' failed to satisfy constraint: Member must satisfy enum value set: \[Boolean, Number, String, DateTime\]$/,
  ],
])('refuses %s', async ([, attributes, message], { cognito, pool }) => {
  await expect(add(cognito, (await pool()).id, ...attributes)).rejects.toThrow(message);
});

testAccess('AddCustomAttributes', ({ id }) => ({ UserPoolId: id, CustomAttributes: [text('tier')] }));
testVisibility('AddCustomAttributes', ({ id }) => ({ UserPoolId: id, CustomAttributes: [text('tier')] }));
