import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { asList } from '../support/attributes.js';
import { userNotFound } from '../support/groups.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import {
  addressOf,
  adminUpdate,
  aliasExists,
  attributesOf,
  update,
  verifiedFirst,
  verifyEmail,
} from '../support/updates.js';

test('answers with nothing, and writes what clients may not', async ({ clock, cognito, pool }) => {
  const own = await pool({
    client: { WriteAttributes: ['name'] },
    Schema: [{ Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true }],
  });
  await own.user('maya');
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: own.id,
      Username: 'maya',
      UserAttributes: asList({ 'dev:note': 'vip', locale: 'mt', email: 'maya@example.com', email_verified: 'True' }),
      ClientMetadata: { from: 'desk' },
    }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  expect(await attributesOf(cognito, own, 'maya')).toEqual({
    email: 'maya@example.com',
    email_verified: 'true',
    locale: 'mt',
    'dev:custom:note': 'vip',
  });
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
});

describe('a new address', () => {
  test('is unverified unless the request says so, in any order', async ({ cognito, pool }) => {
    const own = await pool();
    await own.user('maya', { attributes: { email: 'before@example.com' } });
    await adminUpdate(cognito, own, 'maya', { email: 'after@example.com' });
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: 'after@example.com', email_verified: 'false' });
    await adminUpdate(cognito, own, 'maya', { email_verified: 'true', email: 'last@example.com' });
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: 'last@example.com', email_verified: 'true' });
  });

  test('gets a code where the pool verifies by itself, unless it is verified', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const [first, second] = [addressOf(own, 'first'), addressOf(own, 'second')];
    const maya = await own.user('maya');
    const { accessToken } = await maya.signIn();
    await adminUpdate(cognito, own, 'maya', { email: first, email_verified: 'true' });
    expect(await mailbox.to(first)).toEqual([]);
    await adminUpdate(cognito, own, 'maya', { email: second });
    await verifyEmail(anonymous, accessToken, await mailbox.code(second));
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: second, email_verified: 'true' });
  });

  test('waits where it must be verified first, unless it is', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool(verifiedFirst);
    const [before, waiting, forced] = [addressOf(own, 'before'), addressOf(own, 'waiting'), addressOf(own, 'forced')];
    const maya = await own.user('maya', { attributes: { email: before } });
    const { accessToken } = await maya.signIn();
    await adminUpdate(cognito, own, 'maya', { email: waiting });
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: before, email_verified: 'true' });
    const code = await mailbox.code(waiting);

    await adminUpdate(cognito, own, 'maya', { email: forced, email_verified: 'true' });

    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: forced, email_verified: 'true' });
    expect(await mailbox.to(forced)).toEqual([]);
    await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });
});

describe('names', () => {
  test('a verified alias moves from whoever holds it', async ({ cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const email = addressOf(own, 'shared');
    await own.user('noor', { attributes: { email, name: 'Noor' } });
    await own.user('maya', { attributes: { name: 'Maya' } });

    await adminUpdate(cognito, own, 'maya', { email, email_verified: 'true' });

    expect((await attributesOf(cognito, own, email))['name']).toBe('Maya');
    expect(await attributesOf(cognito, own, 'noor')).toEqual({ email, email_verified: 'false', name: 'Noor' });
  });

  test('saying that an address is verified makes it an alias, and that it is not ends it', async ({
    cognito,
    pool,
  }) => {
    const own = await pool({ AliasAttributes: ['phone_number'] });
    await own.user('maya', { attributes: { phone_number: '+15555550111' } });
    await expect(attributesOf(cognito, own, '+15555550111')).rejects.toMatchObject(userNotFound);
    await adminUpdate(cognito, own, 'maya', { phone_number_verified: 'true' });
    expect(await attributesOf(cognito, own, '+15555550111')).toEqual({
      phone_number: '+15555550111',
      phone_number_verified: 'true',
    });
    await adminUpdate(cognito, own, 'maya', { phone_number_verified: 'false' });
    await expect(attributesOf(cognito, own, '+15555550111')).rejects.toMatchObject(userNotFound);
  });

  test('a preferred username moves from nobody', async ({ cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'] });
    await own.user('maya', { attributes: { preferred_username: 'captain' } });
    await own.user('noor');
    await expect(adminUpdate(cognito, own, 'noor', { preferred_username: 'captain' })).rejects.toMatchObject(
      aliasExists('preferred_username'),
    );
  });

  test('where users are named by it, a taken address is refused', async ({ cognito, pool }) => {
    const own = await pool({ UsernameAttributes: ['email', 'phone_number'] });
    const [mine, theirs] = [addressOf(own, 'maya'), addressOf(own, 'noor')];
    await own.user(mine);
    await own.user(theirs, { attributes: { phone_number: '+15555550112' } });
    await expect(adminUpdate(cognito, own, mine, { email: theirs, email_verified: 'true' })).rejects.toMatchObject(
      aliasExists('email'),
    );
    await expect(adminUpdate(cognito, own, mine, { phone_number: '+15555550112' })).rejects.toMatchObject(
      aliasExists('phone_number'),
    );
    expect(await attributesOf(cognito, own, mine)).toEqual({ email: mine });
  });

  test('an alias that two are given at once belongs to one', async ({ cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const email = addressOf(own, 'wanted');
    const names = ['a', 'b', 'c'];
    for (const name of names) await own.user(name);
    await Promise.allSettled(
      names.map((name) => adminUpdate(cognito, own, name, { email, email_verified: 'true', name })),
    );
    const users = await Promise.all(names.map((name) => attributesOf(cognito, own, name)));
    const verified = users.filter((user) => user['email_verified'] === 'true');
    expect(verified).toHaveLength(1);
    expect(await attributesOf(cognito, own, email)).toEqual(verified[0]);
  });
});

test('an administrator and the user at once are both kept', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  await Promise.all([
    adminUpdate(cognito, own, 'maya', { name: 'Maya' }),
    update(anonymous, accessToken, { family_name: 'Borg' }),
    adminUpdate(cognito, own, 'maya', { given_name: 'May' }),
  ]);
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'Maya', family_name: 'Borg', given_name: 'May' });
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id, Filter: 'name = "Maya"' }));
  expect(Users).toHaveLength(1);
});

describe('is refused', () => {
  test.for<[string, AttributeType[], { name: string; message: string }]>([
    ['the sub', asList({ sub: 'me' }), invalid('Cannot modify the non-mutable attribute sub')],
    ['a missing value', [{ Name: 'name' }], invalid('Attribute value for name must not be null')],
    ['a malformed address', asList({ email: 'maya' }), invalid('Invalid email address format.')],
    ['a malformed number', asList({ phone_number: '555' }), invalid('Invalid phone number format.')],
    [
      'unknown attributes',
      asList({ 'custom:a': 'x', 'custom:b': 'y' }),
      invalid(
        'user.custom:a: Attribute does not exist in the schema.\nuser.custom:b: Attribute does not exist in the schema.\n',
      ),
    ],
    [
      'a fixed attribute',
      asList({ 'custom:fixed': 'x' }),
      invalid('user.custom:fixed: Attribute cannot be updated.\n'),
    ],
    [
      'a flag that is none',
      asList({ email: 'a@b', email_verified: 'yes' }),
      invalid('user.email_verified: Value is not a valid Boolean\n'),
    ],
    [
      'a flag without an address',
      asList({ email_verified: 'true' }),
      invalid('email is required when email_verified is true'),
    ],
    ['a number that is none', asList({ updated_at: 'now' }), invalid('user.updated_at: Value is not a valid Number\n')],
  ])('%s', async ([, UserAttributes, refusal], { cognito, pool }) => {
    const own = await pool({ Schema: [{ Name: 'fixed', AttributeDataType: 'String', Mutable: false }] });
    await own.user('maya');
    await expect(
      cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: own.id,
          Username: 'maya',
          UserAttributes: [...asList({ locale: 'mt' }), ...UserAttributes],
        }),
      ),
    ).rejects.toMatchObject(refusal);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({});
  });

  test('a user who does not exist, and a broken constraint', async ({ cognito, pool }) => {
    const own = await pool();
    await expect(adminUpdate(cognito, own, 'maya', { name: 'Maya' })).rejects.toMatchObject(userNotFound);
    await expect(adminUpdate(cognito, own, 'maya', { '': 'x' })).rejects.toThrow(
      /^2 validation errors detected: Value '' at 'userAttributes\.1\.member\.name' failed to satisfy constraint: Member must have length greater than or equal to 1; /,
    );
    const long = 'x'.repeat(33);
    await expect(adminUpdate(cognito, own, 'maya', { [long]: 'x' })).rejects.toMatchObject(
      broken(long, 'userAttributes.1.member.name', 'Member must have length less than or equal to 32'),
    );
  });
});

const inputOf = ({ id }: { id: string }) => ({
  UserPoolId: id,
  Username: 'maya',
  UserAttributes: asList({ name: 'M' }),
});
testAccess('AdminUpdateUserAttributes', inputOf);
testVisibility('AdminUpdateUserAttributes', inputOf);
