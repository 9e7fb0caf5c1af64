import { expect, test } from '../../support/test.js';
import { aws } from './cli.js';

test('an administrator makes a user, who replaces the temporary password', async ({ pool }) => {
  const { id, client } = await pool();
  const user = { 'user-pool-id': id, username: 'maya' };
  const app = { 'user-pool-id': id, 'client-id': client.id };
  expect(
    await aws('admin-create-user', {
      ...user,
      'temporary-password': 'Temporary-1',
      'message-action': 'SUPPRESS',
      'user-attributes': ['Name=email,Value=maya@example.com', 'Name=email_verified,Value=true'],
    }),
  ).toMatchObject({ User: { Username: 'maya', UserStatus: 'FORCE_CHANGE_PASSWORD' } });

  const asked = (await aws('admin-initiate-auth', {
    ...app,
    'auth-flow': 'ADMIN_USER_PASSWORD_AUTH',
    'auth-parameters': 'USERNAME=maya,PASSWORD=Temporary-1',
  })) as { ChallengeName: string; Session: string };
  expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  expect(
    await aws('admin-respond-to-auth-challenge', {
      ...app,
      'challenge-name': asked.ChallengeName,
      session: asked.Session,
      'challenge-responses': 'USERNAME=maya,NEW_PASSWORD=Correct-horse-1',
    }),
  ).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer', ExpiresIn: 3600 } });

  expect(await aws('admin-get-user', user)).toMatchObject({ UserStatus: 'CONFIRMED' });
  expect(await aws('admin-disable-user', user)).toBeUndefined();
});

test('lists are walked to their end, page by page', async ({ pool }) => {
  const its = await pool();
  for (const name of ['maya', 'noah', 'omar']) await its.user(name);

  const { Users } = (await aws('list-users', { 'user-pool-id': its.id, 'page-size': '2' })) as {
    Users: { Username: string }[];
  };
  expect(Users.map(({ Username }) => Username)).toEqual(['maya', 'noah', 'omar']);
});

test('a refusal is shown in AWS’s words', async ({ pool }) => {
  const { id } = await pool();
  await expect(aws('admin-get-user', { 'user-pool-id': id, username: 'nobody' })).rejects.toMatchObject({
    stderr: expect.stringContaining(
      'An error occurred (UserNotFoundException) when calling the AdminGetUser operation: User does not exist.',
    ) as string,
  });
});
