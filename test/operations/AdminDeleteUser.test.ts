import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess, testVisibility } from '../support/access.js';
import { brokenSecret } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const gone = { name: 'UserNotFoundException', message: 'User does not exist.' };

test('answers with no content, and the user is gone', async ({ anonymous, cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await own.user('noor');
  const { accessToken, refreshToken } = await maya.signIn();
  const named = { UserPoolId: own.id, Username: 'maya' };

  const { $metadata, ...output } = await cognito.send(new AdminDeleteUserCommand(named));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  await expect(cognito.send(new AdminGetUserCommand(named))).rejects.toMatchObject(gone);
  await expect(cognito.send(new AdminDeleteUserCommand(named))).rejects.toMatchObject(gone);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(gone);
  await expect(maya.signIn()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: own.client.id,
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    ),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Refresh Token' });
  const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id }));
  expect(Users?.map(({ Username }) => Username)).toEqual(['noor']);
});

test.for([['sub'], ['maya@example.com']])(
  'takes an alias for a name, and frees it: %s',
  async ([name], { cognito, pool }) => {
    const own = await pool({ AliasAttributes: ['email'] });
    const attributes = { email: 'maya@example.com' };
    const { sub } = await own.user('maya', { attributes });

    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: own.id, Username: name === 'sub' ? sub : name }));

    const again = await own.user('maya', { attributes });
    const found = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya@example.com' }));
    expect(found.UserAttributes?.[0]?.Value).toBe(again.sub);
  },
);

test('a user who comes back has nothing of the one before: no password, and no history of them', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 5 } } });
  const named = { UserPoolId: own.id, Username: 'maya' };
  await own.user('maya', { password: 'password-1' });
  await cognito.send(new AdminDeleteUserCommand(named));

  await cognito.send(new AdminCreateUserCommand(named));

  await expect(
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: own.client.id,
        AuthParameters: { USERNAME: 'maya', PASSWORD: 'password-1' },
      }),
    ),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  await cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: 'password-1', Permanent: true }));
});

test('wants a name of the right form', async ({ cognito, pool }) => {
  await expect(
    cognito.send(new AdminDeleteUserCommand({ UserPoolId: (await pool()).id, Username: 'm'.repeat(129) })),
  ).rejects.toMatchObject(brokenSecret('username', 'Member must have length less than or equal to 128'));
});

testAccess('AdminDeleteUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
testVisibility('AdminDeleteUser', ({ id }) => ({ UserPoolId: id, Username: 'maya' }));
