import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { brokenSecret } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const gone = { name: 'UserNotFoundException', message: 'User does not exist.' };
const email = { email: 'maya@example.com' };

test('shows everything of a user, what only developers see as well', async ({ cognito, pool }) => {
  const own = await pool({
    Schema: [
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
      { Name: 'tier', AttributeDataType: 'String' },
    ],
    client: { ReadAttributes: ['email'] },
  });
  const { sub } = await own.user('maya', {
    attributes: { ...email, name: 'Maya', 'custom:tier': 'gold', 'dev:custom:note': 'a secret' },
  });

  const { $metadata, ...user } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(user).toEqual({
    Username: 'maya',
    UserAttributes: [
      { Name: 'sub', Value: sub },
      { Name: 'name', Value: 'Maya' },
      { Name: 'email', Value: 'maya@example.com' },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'dev:custom:note', Value: 'a secret' },
      { Name: 'custom:tier', Value: 'gold' },
    ],
    UserCreateDate: expect.any(Date) as Date,
    UserLastModifiedDate: expect.any(Date) as Date,
    Enabled: true,
    UserStatus: 'CONFIRMED',
  });
});

test.for([['maya'], ['MAYA'], ['maya@example.com'], ['Maya@Example.COM'], ['+15555551234'], ['may'], ['sub']])(
  'finds a user under each of its names, in any letters where case does not count: %s',
  async ([name], { cognito, pool }) => {
    const own = await pool({
      AliasAttributes: ['email', 'phone_number', 'preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const { sub } = await own.user('maya', {
      attributes: { ...email, phone_number: '+15555551234', phone_number_verified: 'true', preferred_username: 'may' },
    });
    await own.user('noor', { attributes: { email: 'noor@example.com', preferred_username: 'noo' } });

    const found = await cognito.send(
      new AdminGetUserCommand({ UserPoolId: own.id, Username: name === 'sub' ? sub : name }),
    );

    expect(found.Username).toBe('maya');
  },
);

test.for([['Maya'], ['Maya@example.com'], ['maya@example.org'], ['+15555551234']])(
  'finds nobody under another name, or letters that count, or an address that is not verified: %s',
  async ([Username], { cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email', 'phone_number'] });
    await own.user('maya', { attributes: { ...email, phone_number: '+15555551234' } });

    await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username }))).rejects.toMatchObject(gone);
  },
);

test('finds nobody by an attribute that is no name in the pool', async ({ cognito, pool }) => {
  const own = await pool();
  await own.user('maya', { attributes: { ...email, preferred_username: 'may' } });

  for (const Username of ['maya@example.com', 'may'])
    await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username }))).rejects.toMatchObject(gone);
});

test('finds nobody of another pool', async ({ cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const { sub } = await other.user('maya');

  for (const Username of ['maya', sub])
    await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username }))).rejects.toMatchObject(gone);
});

test('finds the owner of an address, whoever else prefers to be called like it', async ({ cognito, pool }) => {
  const own = await pool({ AliasAttributes: ['email', 'preferred_username'] });
  await own.user('maya', { attributes: email });
  await own.user('noor', { attributes: { preferred_username: 'maya@example.com' } });

  const found = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya@example.com' }));
  expect(found.Username).toBe('maya');
});

test('wants a name of the right form', async ({ cognito, pool }) => {
  const { id } = await pool();

  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: id, Username: 'maya b' }))).rejects.toMatchObject(
    brokenSecret('username', 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
  );
});

testAccess('AdminGetUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminGetUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
