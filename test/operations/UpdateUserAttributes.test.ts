import {
  AdminGetUserCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList, sms } from '../support/attributes.js';
import { testBearer } from '../support/bearer.js';
import { claimsOf } from '../support/claims.js';
import { userNotFound } from '../support/groups.js';
import { broken, invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';
import {
  addressOf,
  adminUpdate,
  aliasExists,
  attributesOf,
  expiredCode,
  update,
  verifiedFirst,
  verifyEmail,
} from '../support/updates.js';

const custom = { Schema: [{ Name: 'tier', AttributeDataType: 'String' as const }] };

test('merges what is given, deletes what is empty, and answers with an empty list', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  const own = await pool(custom);
  const maya = await own.user('maya', { attributes: { name: 'Maya', nickname: 'May', 'custom:tier': 'gold' } });
  const { accessToken } = await maya.signIn();
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await anonymous.send(
    new UpdateUserAttributesCommand({
      AccessToken: accessToken,
      UserAttributes: asList({ nickname: '', 'custom:tier': 'silver', locale: 'mt' }),
      ClientMetadata: { from: 'profile' },
    }),
  );

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({ CodeDeliveryDetailsList: [] });
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'Maya', locale: 'mt', 'custom:tier': 'silver' });
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
  expect(claimsOf((await maya.signIn()).idToken)).toMatchObject({
    name: 'Maya',
    locale: 'mt',
    'custom:tier': 'silver',
  });
});

test('of an attribute that is named twice the last value counts', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const UserAttributes = [...asList({ name: 'first' }), ...asList({ name: 'last' })];
  await anonymous.send(new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes }));
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'last' });
});

test('the searches of ListUsers follow', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (
    await own.user('maya', { attributes: { name: 'Before', given_name: 'Maya' } })
  ).signIn();
  await update(anonymous, accessToken, { name: 'After', given_name: '' });
  const found = async (Filter: string) =>
    (await cognito.send(new ListUsersCommand({ UserPoolId: own.id, Filter }))).Users?.length;
  expect(await found('name = "After"')).toBe(1);
  expect(await found('name = "Before"')).toBe(0);
  expect(await found('given_name ^= "M"')).toBe(0);
});

describe('a new address', () => {
  test('is unverified at once, and gets a code where the pool verifies by itself', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
    const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();

    expect(await update(anonymous, accessToken, { email: after })).toEqual([
      { Destination: 'a***@u***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    ]);

    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: after, email_verified: 'false' });
    expect(await mailbox.to(before)).toEqual([]);
    await verifyEmail(anonymous, accessToken, await mailbox.code(after));
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: after, email_verified: 'true' });
  });

  test('gets none where the pool does not', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool();
    const after = addressOf(own, 'after');
    const { accessToken } = await (await own.user('maya', { attributes: { email: addressOf(own, 'maya') } })).signIn();
    expect(await update(anonymous, accessToken, { email: after })).toEqual([]);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email: after, email_verified: 'false' });
    expect(await mailbox.to(after)).toEqual([]);
  });

  test('both kinds at once get one code each', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email', 'phone_number'], ...sms });
    const { accessToken } = await (await own.user('maya')).signIn();
    const email = addressOf(own, 'maya');
    const details = await update(anonymous, accessToken, { email, phone_number: '+15555550177' });
    expect(details).toEqual([
      { Destination: 'm***@u***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
      { Destination: '+*******0177', DeliveryMedium: 'SMS', AttributeName: 'phone_number' },
    ]);
    expect(await mailbox.code(email)).toMatch(/^\d{6}$/);
    expect(await mailbox.code('+15555550177')).toMatch(/^\d{6}$/);
  });

  test('that is the present one changes nothing and is sent nothing', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const email = addressOf(own, 'maya');
    const { accessToken } = await (await own.user('maya', { attributes: { email } })).signIn();
    expect(await update(anonymous, accessToken, { email })).toEqual([]);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'true' });
    expect(await mailbox.to(email)).toEqual([]);
  });

  test('that is empty takes its flag with it', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const { accessToken } = await (await own.user('maya', { attributes: { email: addressOf(own, 'maya') } })).signIn();
    expect(await update(anonymous, accessToken, { email: '' })).toEqual([]);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({});
  });

  test('voids the code of the one before', async ({ anonymous, mailbox, pool }) => {
    const own = await pool({ AutoVerifiedAttributes: ['email'] });
    const [first, second] = [addressOf(own, 'first'), addressOf(own, 'second')];
    const { accessToken } = await (await own.user('maya')).signIn();
    await update(anonymous, accessToken, { email: first });
    const old = await mailbox.code(first);
    await update(anonymous, accessToken, { email: second });
    if (old !== (await mailbox.code(second)))
      await expect(verifyEmail(anonymous, accessToken, old)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await update(anonymous, accessToken, { email: '' });
    await expect(verifyEmail(anonymous, accessToken, old)).rejects.toMatchObject(expiredCode);
  });
});

describe('an address that must be verified first', () => {
  test('waits, and the old one stays in force', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ ...verifiedFirst, AliasAttributes: ['email'] });
    const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
    const maya = await own.user('maya', { attributes: { email: before, name: 'Maya' } });
    const { accessToken } = await maya.signIn();

    const details = await update(anonymous, accessToken, { email: after, name: 'May' });

    expect(details).toEqual([{ Destination: 'a***@u***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }]);
    const kept = { email: before, email_verified: 'true', name: 'May' };
    expect(await attributesOf(cognito, own, before)).toEqual(kept);
    await expect(attributesOf(cognito, own, after)).rejects.toMatchObject(userNotFound);
    const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: before });

    await verifyEmail(anonymous, accessToken, await mailbox.code(after));
    expect(await attributesOf(cognito, own, after)).toEqual({ ...kept, email: after });
    await expect(attributesOf(cognito, own, before)).rejects.toMatchObject(userNotFound);
  });

  test('waits also when there was none before', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool(verifiedFirst);
    const { accessToken } = await (await own.user('maya')).signIn();
    const email = addressOf(own, 'maya');
    await update(anonymous, accessToken, { email });
    expect(await attributesOf(cognito, own, 'maya')).toEqual({});
    await verifyEmail(anonymous, accessToken, await mailbox.code(email));
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'true' });
  });

  test('gives way to a newer one, and to none', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool(verifiedFirst);
    const [before, first, second] = [addressOf(own, 'before'), addressOf(own, 'first'), addressOf(own, 'second')];
    const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();
    await update(anonymous, accessToken, { email: first });
    await update(anonymous, accessToken, { email: second });
    const code = await mailbox.code(second);
    await update(anonymous, accessToken, { email: '' });
    await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(expiredCode);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({});
  });
});

describe('names', () => {
  test('an alias leads to the user again once it is verified, the old one no more', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    const [before, after] = [addressOf(own, 'before'), addressOf(own, 'after')];
    const { accessToken } = await (await own.user('maya', { attributes: { email: before } })).signIn();
    await update(anonymous, accessToken, { email: after });
    for (const name of [before, after])
      await expect(attributesOf(cognito, own, name)).rejects.toMatchObject(userNotFound);
    await verifyEmail(anonymous, accessToken, await mailbox.code(after));
    expect(await attributesOf(cognito, own, after)).toEqual({ email: after, email_verified: 'true' });
  });

  test('an unverified address may be that of somebody else', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const email = addressOf(own, 'noor');
    await own.user('noor', { attributes: { email } });
    const { accessToken } = await (await own.user('maya')).signIn();
    await update(anonymous, accessToken, { email });
    expect(await attributesOf(cognito, own, email)).toEqual({ email, email_verified: 'true' });
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'false' });
  });

  test('where users are named by it, the new address works at once, and a taken one is refused', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await pool({ UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    const [mine, theirs, after] = [addressOf(own, 'maya'), addressOf(own, 'noor'), addressOf(own, 'after')];
    const maya = await own.user(mine);
    await own.user(theirs);
    const { accessToken } = await maya.signIn();

    await expect(update(anonymous, accessToken, { email: theirs.toUpperCase(), name: 'Maya' })).rejects.toMatchObject(
      aliasExists('email'),
    );
    expect(await attributesOf(cognito, own, mine)).toEqual({ email: mine });

    await update(anonymous, accessToken, { email: after });
    await expect(attributesOf(cognito, own, mine)).rejects.toMatchObject(userNotFound);
    expect(await attributesOf(cognito, own, after)).toEqual({ email: after, email_verified: 'false' });
  });

  test('a taken address is refused also where it would wait, and its owner is sent no code', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await pool({
      ...verifiedFirst,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const [mine, theirs] = [addressOf(own, 'maya'), addressOf(own, 'noor')];
    const { accessToken } = await (await own.user(mine)).signIn();
    await own.user(theirs);

    for (const email of [theirs, theirs.toUpperCase()]) {
      await expect(update(anonymous, accessToken, { email, name: 'Maya' })).rejects.toMatchObject(aliasExists('email'));
      await expect(adminUpdate(cognito, own, mine, { email })).rejects.toMatchObject(aliasExists('email'));
      expect(await mailbox.to(email)).toEqual([]);
    }

    expect(await attributesOf(cognito, own, mine)).toEqual({ email: mine });
    await update(anonymous, accessToken, { email: mine.toUpperCase() });
    await verifyEmail(anonymous, accessToken, await mailbox.code(mine.toUpperCase()));
    expect(await attributesOf(cognito, own, mine)).toEqual({ email: mine.toUpperCase(), email_verified: 'true' });
  });

  test('an address that is taken while it waits is not verified', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ ...verifiedFirst, UsernameAttributes: ['email'] });
    const [mine, wanted] = [addressOf(own, 'maya'), addressOf(own, 'wanted')];
    const { accessToken } = await (await own.user(mine)).signIn();
    await update(anonymous, accessToken, { email: wanted });
    await own.user(wanted);
    const code = await mailbox.code(wanted);
    await expect(verifyEmail(anonymous, accessToken, code)).rejects.toMatchObject(aliasExists('email'));
    expect(await attributesOf(cognito, own, mine)).toEqual({ email: mine });
  });

  test('a preferred username is one at once, and unique', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['preferred_username'] });
    const [maya, noor] = [await own.user('maya'), await own.user('noor')];
    await update(anonymous, (await maya.signIn()).accessToken, { preferred_username: 'captain' });
    expect(await attributesOf(cognito, own, 'captain')).toEqual({ preferred_username: 'captain' });
    await expect(
      update(anonymous, (await noor.signIn()).accessToken, { preferred_username: 'captain' }),
    ).rejects.toMatchObject(aliasExists('preferred_username'));
  });

  // docs/adr/0005
  test("a preferred username may be the user's own, and nobody else's, in any spelling", async ({
    anonymous,
    pool,
  }) => {
    const own = await pool({
      AliasAttributes: ['preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const { accessToken } = await (await own.user('maya')).signIn();
    await own.user('noor');

    expect(await update(anonymous, accessToken, { preferred_username: 'Maya' })).toEqual([]);
    for (const preferred_username of ['noor', 'NOOR'])
      await expect(update(anonymous, accessToken, { preferred_username })).rejects.toMatchObject({
        name: 'AliasExistsException',
        message: 'An account with the given preferred_username already exists.',
      });
    expect(await update(anonymous, accessToken, { preferred_username: '' })).toEqual([]);
    expect((await anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).Username).toBe('maya');
  });

  test('of two who claim one at once, one gets it', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'] });
    const users = [await own.user(addressOf(own, 'maya')), await own.user(addressOf(own, 'noor'))];
    const tokens = await Promise.all(users.map((user) => user.signIn()));
    const email = addressOf(own, 'wanted');
    const outcomes = await Promise.allSettled(
      tokens.map(({ accessToken }) => update(anonymous, accessToken, { email })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(aliasExists('email'));
    expect((await attributesOf(cognito, own, email))['email']).toBe(email);
  });

  test('two who swap their names at once leave each name to one', async ({ anonymous, cognito, pool }) => {
    const own = await pool({ UsernameAttributes: ['email'] });
    const [a, b] = [addressOf(own, 'a'), addressOf(own, 'b')];
    const [maya, noor] = [await (await own.user(a)).signIn(), await (await own.user(b)).signIn()];
    await Promise.allSettled([
      update(anonymous, maya.accessToken, { email: b }),
      update(anonymous, noor.accessToken, { email: a }),
    ]);
    const emails = await Promise.all(
      [maya, noor].map(async ({ accessToken }) => {
        const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
        return UserAttributes?.find(({ Name }) => Name === 'email')?.Value ?? '';
      }),
    );
    expect(new Set(emails).size).toBe(2);
    for (const email of emails) expect((await attributesOf(cognito, own, email))['email']).toBe(email);
  });
});

test('updates of one user at once are all kept', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const { accessToken } = await (await own.user('maya')).signIn();
  const changes = { name: 'Maya', given_name: 'May', family_name: 'Borg', locale: 'mt', nickname: 'M' };
  await Promise.all(Object.entries(changes).map(([name, value]) => update(anonymous, accessToken, { [name]: value })));
  expect(await attributesOf(cognito, own, 'maya')).toEqual(changes);
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id, Filter: 'family_name = "Borg"' }));
  expect(Users).toHaveLength(1);
});

describe('is refused', () => {
  const unauthorized = notAuthorized('A client attempted to write unauthorized attribute');

  test.for<[string, AttributeType[], { name: string; message: string }]>([
    ['the sub', asList({ sub: 'me' }), invalid('Cannot modify the non-mutable attribute sub')],
    ['the sub without a value', [{ Name: 'sub' }], invalid('Cannot modify the non-mutable attribute sub')],
    ['a missing value', [{ Name: 'name' }], invalid('Attribute value for name must not be null')],
    ['a flag', asList({ email_verified: 'true' }), invalid('Cannot modify the non-mutable attribute email_verified')],
    ['a malformed address', asList({ email: 'maya' }), invalid('Invalid email address format.')],
    ['a malformed number', asList({ phone_number: '555' }), invalid('Invalid phone number format.')],
    [
      'unknown attributes',
      asList({ 'custom:a': 'x', 'custom:b': 'y' }),
      invalid(
        'user.custom:a: Attribute does not exist in the schema.\nuser.custom:b: Attribute does not exist in the schema.\n',
      ),
    ],
    ['identities', asList({ identities: '[]' }), invalid('user.identities: Attribute does not exist in the schema.\n')],
    [
      'a short value',
      asList({ 'custom:code': 'ab' }),
      invalid('user.custom:code: String must be no shorter than 3 characters\n'),
    ],
    [
      'a long value',
      asList({ 'custom:code': 'abcdef' }),
      invalid('user.custom:code: String must be no longer than 5 characters\n'),
    ],
    [
      'a fixed custom attribute',
      asList({ 'custom:fixed': 'x' }),
      invalid('user.custom:fixed: Attribute cannot be updated.\n'),
    ],
    [
      'to empty a fixed custom attribute',
      asList({ 'custom:fixed': '' }),
      invalid('user.custom:fixed: Attribute cannot be updated.\n'),
    ],
    [
      'a fixed standard attribute',
      asList({ website: 'x' }),
      invalid('Cannot modify the non-mutable attribute website'),
    ],
    ['to empty a required one', asList({ name: '' }), invalid('user.name: The attribute is required.\n')],
    ['an attribute for administrators', asList({ 'dev:custom:note': 'x' }), unauthorized],
  ])('%s', async ([, UserAttributes, refusal], { anonymous, cognito, pool }) => {
    const own = await pool({
      Schema: [
        { Name: 'name', AttributeDataType: 'String', Required: true },
        { Name: 'website', AttributeDataType: 'String', Mutable: false },
        { Name: 'code', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '3', MaxLength: '5' } },
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
        { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
      ],
    });
    const maya = await own.user('maya', { attributes: { name: 'Maya' } });
    const { accessToken } = await maya.signIn();
    await expect(
      anonymous.send(
        new UpdateUserAttributesCommand({
          AccessToken: accessToken,
          UserAttributes: [...asList({ locale: 'mt' }), ...UserAttributes],
        }),
      ),
    ).rejects.toMatchObject(refusal);
    expect(await attributesOf(cognito, own, 'maya')).toEqual({ name: 'Maya' });
  });

  test('what the client may not write', async ({ anonymous, pool }) => {
    const own = await pool({ ...custom, client: { WriteAttributes: ['name'] } });
    const { accessToken } = await (await own.user('maya')).signIn();
    await update(anonymous, accessToken, { name: 'Maya' });
    for (const name of ['locale', 'custom:tier', 'custom:unknown'])
      await expect(update(anonymous, accessToken, { [name]: 'x' })).rejects.toMatchObject(unauthorized);
  });

  test('a broken constraint', async ({ anonymous, pool }) => {
    const { accessToken } = await (await (await pool()).user('maya')).signIn();
    const long = 'x'.repeat(33);
    await expect(update(anonymous, accessToken, { [long]: 'x' })).rejects.toMatchObject(
      broken(long, 'userAttributes.1.member.name', 'Member must have length less than or equal to 32'),
    );
    await expect(update(anonymous, accessToken, { name: 'x'.repeat(2049) })).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value at 'userAttributes.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048",
      ),
    );
  });
});

test('follows the pool when it stops to verify first', async ({ anonymous, cognito, pool }) => {
  const own = await pool(verifiedFirst);
  const { accessToken } = await (await own.user('maya')).signIn();
  const email = addressOf(own, 'maya');
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: own.id,
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
    }),
  );
  await update(anonymous, accessToken, { email });
  expect(await attributesOf(cognito, own, 'maya')).toEqual({ email, email_verified: 'false' });
});

testBearer('UpdateUserAttributes', (AccessToken) => ({ AccessToken, UserAttributes: asList({ name: 'Maya' }) }));
