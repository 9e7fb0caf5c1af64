import {
  AdminDeleteUserAttributesCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { userNotFound } from '../support/groups.js';
import type { TestPool } from '../support/pool.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { addressOf, attributesOf } from '../support/updates.js';

const remove = (client: CognitoIdentityProviderClient, pool: TestPool, Username: string, ...names: string[]) =>
  client.send(new AdminDeleteUserAttributesCommand({ UserPoolId: pool.id, Username, UserAttributeNames: names }));

test('deletes what is named, also what clients may not, and answers with nothing', async ({ cognito, pool }) => {
  const own = await pool({
    client: { WriteAttributes: ['name'] },
    Schema: [{ Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true }],
  });
  await own.user('maya', { attributes: { name: 'Maya', locale: 'mt', 'dev:custom:note': 'vip' } });

  const { $metadata, ...answer } = await remove(cognito, own, 'maya', 'locale', 'dev:note', 'nickname');

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'Maya' });
});

test('an address goes with its flag and its name; its flag alone ends the name', async ({ cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const [mine, theirs] = [addressOf(own, 'maya'), addressOf(own, 'noor')];
  await own.user('maya', { attributes: { email: mine } });
  await own.user('noor', { attributes: { email: theirs } });
  await remove(cognito, own, mine, 'email');
  await remove(cognito, own, theirs, 'email_verified');
  expect(await attributesOf(cognito, own, 'maya')).toEqual({});
  expect(await attributesOf(cognito, own, 'noor')).toEqual({ email: theirs });
  for (const name of [mine, theirs]) await expect(attributesOf(cognito, own, name)).rejects.toMatchObject(userNotFound);
});

test.for<[string, string[], { name: string; message: string }]>([
  [
    'names that the schema lacks',
    ['custom:foo', 'custom:bar'],
    invalid(
      'Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\nuser.custom:bar: Attribute does not exist in the schema.\n',
    ),
  ],
  [
    'a fixed one',
    ['custom:fixed'],
    invalid('Invalid user attributes: user.custom:fixed: Attribute cannot be updated.\n'),
  ],
  ['the sub', ['sub'], invalid('Cannot modify the non-mutable attribute sub')],
])('refuses %s, and deletes none of the others', async ([, names, refusal], { cognito, pool }) => {
  const own = await pool({ Schema: [{ Name: 'fixed', AttributeDataType: 'String', Mutable: false }] });
  await own.user('maya', { attributes: { locale: 'mt', 'custom:fixed': 'x' } });
  await expect(remove(cognito, own, 'maya', 'locale', ...names)).rejects.toMatchObject(refusal);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ locale: 'mt', 'custom:fixed': 'x' });
});

test('looks for the user before the names', async ({ cognito, pool }) => {
  const own = await pool();
  await expect(remove(cognito, own, 'nobody', 'custom:foo')).rejects.toMatchObject(userNotFound);
  const long = 'x'.repeat(33);
  await expect(remove(cognito, own, 'nobody', long)).rejects.toMatchObject(
    broken(long, 'userAttributeNames.1.member', 'Member must have length less than or equal to 32'),
  );
});

const inputOf = ({ id }: { id: string }) => ({ UserPoolId: id, Username: 'maya', UserAttributeNames: ['name'] });
testAccess('AdminDeleteUserAttributes', inputOf);
testVisibility('AdminDeleteUserAttributes', inputOf);
