import {
  AdminGetUserCommand,
  DeleteUserAttributesCommand,
  ListUsersCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { userNotFound } from '../support/groups.js';
import { broken, invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import { addressOf, attributesOf, expiredCode, update, verifiedFirst, verifyEmail } from '../support/updates.js';

const remove = (client: CognitoIdentityProviderClient, AccessToken: string, ...UserAttributeNames: string[]) =>
  client.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }));

test('deletes what is named, there or not, and answers with nothing', async ({ anonymous, clock, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { name: 'Maya', locale: 'mt' } });
  const { accessToken } = await maya.signIn();
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await remove(anonymous, accessToken, 'name', 'nickname');

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ locale: 'mt' });
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id, Filter: 'name = "Maya"' }));
  expect(Users).toEqual([]);
});

test('an address goes with its flag and its name', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const email = addressOf(own, 'maya');
  const { accessToken } = await (await own.user('maya', { attributes: { email } })).signIn();
  await remove(anonymous, accessToken, 'email');
  expect(await attributesOf(cognito, own, 'maya')).toEqual({});
  await expect(attributesOf(cognito, own, email)).rejects.toMatchObject(userNotFound);
});

test('a code that was sent to an address that is gone is void', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ AutoVerifiedAttributes: ['email'] });
  const email = addressOf(own, 'maya');
  const { accessToken } = await (await own.user('maya')).signIn();
  await update(anonymous, accessToken, { email });
  await remove(anonymous, accessToken, 'email');
  await expect(verifyEmail(anonymous, accessToken, await mailbox.code(email))).rejects.toMatchObject(expiredCode);
});

test('an address that waits goes with the one before it', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(verifiedFirst);
  const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
  const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();
  await update(anonymous, accessToken, { email: after });
  await remove(anonymous, accessToken, 'email');
  await expect(verifyEmail(anonymous, accessToken, await mailbox.code(after))).rejects.toMatchObject(expiredCode);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({});
});

test('deletions and updates at once are all kept', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (
    await own.user('maya', { attributes: { name: 'M', locale: 'mt', nickname: 'May' } })
  ).signIn();
  await Promise.all([
    remove(anonymous, accessToken, 'name'),
    update(anonymous, accessToken, { given_name: 'Maya' }),
    remove(anonymous, accessToken, 'locale'),
  ]);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ given_name: 'Maya', nickname: 'May' });
});

const unauthorized = notAuthorized('A client attempted to write unauthorized attribute');

test.for<[string, string[], { name: string; message: string }]>([
  [
    'names that the schema lacks',
    ['custom:foo', 'custom:bar'],
    invalid(
      'Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\nuser.custom:bar: Attribute does not exist in the schema.\n',
    ),
  ],
  ['a required one', ['name'], invalid('Invalid user attributes: user.name: The attribute is required.\n')],
  [
    'a fixed one',
    ['custom:fixed'],
    invalid('Invalid user attributes: user.custom:fixed: Attribute cannot be updated.\n'),
  ],
  ['the sub', ['sub'], invalid('Cannot modify the non-mutable attribute sub')],
  ['one for administrators', ['dev:custom:note'], unauthorized],
  ['a flag', ['email_verified'], unauthorized],
])('refuses %s, and deletes none of the others', async ([, names, refusal], { anonymous, cognito, pool }) => {
  const own = await pool({
    Schema: [
      { Name: 'name', AttributeDataType: 'String', Required: true },
      { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ],
  });
  const maya = await own.user('maya', { attributes: { name: 'Maya', locale: 'mt' } });
  const { accessToken } = await maya.signIn();
  await expect(remove(anonymous, accessToken, 'locale', ...names)).rejects.toMatchObject(refusal);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'Maya', locale: 'mt' });
});

test('refuses what the client may not write, and a broken constraint', async ({ anonymous, pool }) => {
  const own = await pool({ client: { WriteAttributes: ['name'] } });
  const { accessToken } = await (await own.user('maya')).signIn();
  await expect(remove(anonymous, accessToken, 'locale')).rejects.toMatchObject(unauthorized);
  const long = 'x'.repeat(33);
  await expect(remove(anonymous, accessToken, long)).rejects.toMatchObject(
    broken(long, 'userAttributeNames.1.member', 'Member must have length less than or equal to 32'),
  );
});

testBearer('DeleteUserAttributes', (AccessToken) => ({ AccessToken, UserAttributeNames: ['name'] }));
