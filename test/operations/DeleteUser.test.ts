import {
  AdminGetUserCommand,
  DeleteUserCommand,
  DescribeUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { expect, test } from '../support/test.js';

const gone = { name: 'UserNotFoundException', message: 'User does not exist.' };

test('answers with an empty body, and the user is gone under each of its names', async ({ cognito, pool, raw }) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
  const { accessToken } = await maya.signIn();

  const answer = await raw('DeleteUser', { AccessToken: accessToken });

  expect(answer).toMatchObject({ status: 200, text: '' });
  for (const Username of ['maya', maya.sub, 'maya@example.com'])
    await expect(cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username }))).rejects.toMatchObject(gone);
});

test('nobody else is touched', async ({ anonymous, cognito, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const [maya, noor, stranger] = [await own.user('maya'), await own.user('noor'), await other.user('maya')];
  const { accessToken } = await maya.signIn();

  await anonymous.send(new DeleteUserCommand({ AccessToken: accessToken }));

  await noor.signIn();
  await stranger.signIn();
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));
  expect(UserPool?.EstimatedNumberOfUsers).toBe(1);
});

test('the names are free again, and the new user is another one', async ({ anonymous, pool }) => {
  const own = await pool({ UsernameAttributes: ['email'] });
  const maya = await own.user('maya@example.com');
  const { accessToken } = await maya.signIn();
  await anonymous.send(new DeleteUserCommand({ AccessToken: accessToken }));

  const again = await anonymous.send(
    new SignUpCommand({ ClientId: own.client.id, Username: 'maya@example.com', Password: 'Correct-horse-2' }),
  );

  expect(again.UserSub).not.toBe(maya.sub);
  await expect(anonymous.send(new DeleteUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject(gone);
});

test('of two at once, one deletes and the other finds nobody', async ({ anonymous, pool }) => {
  const { accessToken } = await (await (await pool()).user('maya')).signIn();

  const outcomes = await Promise.allSettled(
    [1, 2].map(() => anonymous.send(new DeleteUserCommand({ AccessToken: accessToken }))),
  );

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject(gone);
});

testBearer('DeleteUser', (AccessToken) => ({ AccessToken }));
