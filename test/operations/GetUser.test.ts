import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { expect, test } from '../support/test.js';

const email = { email: 'maya@example.com' };

test('shows who is signed in, and nothing that is not set', async ({ anonymous, pool }) => {
  const maya = await (await pool()).user('maya', { attributes: { ...email, name: 'Maya' } });
  const { accessToken } = await maya.signIn();

  const { $metadata, ...profile } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(profile).toEqual({
    Username: 'maya',
    UserAttributes: [
      { Name: 'sub', Value: maya.sub },
      { Name: 'name', Value: 'Maya' },
      { Name: 'email', Value: 'maya@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
});

test('shows the sub as the name where users sign in by an address', async ({ anonymous, pool }) => {
  const maya = await (await pool({ UsernameAttributes: ['email'] })).user('maya@example.com');
  const { accessToken } = await maya.signIn();

  const { Username } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));

  expect(Username).toBe(maya.sub);
});

test('shows only what the client may read, and always the sub', async ({ anonymous, pool }) => {
  const own = await pool({ client: { ReadAttributes: ['email'] } });
  const maya = await own.user('maya', { attributes: { ...email, name: 'Maya' } });
  const { accessToken } = await maya.signIn();

  const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));

  expect(UserAttributes).toEqual([
    { Name: 'sub', Value: maya.sub },
    { Name: 'email', Value: 'maya@example.com' },
  ]);
});

test('shows custom attributes, but never those for developers only', async ({ anonymous, pool }) => {
  const own = await pool({
    Schema: [
      { Name: 'tier', AttributeDataType: 'String' },
      { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ],
  });
  const maya = await own.user('maya', { attributes: { 'custom:tier': 'gold', 'dev:custom:note': 'a secret' } });
  const { accessToken } = await maya.signIn();

  const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));

  expect(UserAttributes).toEqual([
    { Name: 'sub', Value: maya.sub },
    { Name: 'custom:tier', Value: 'gold' },
  ]);
});

test('a token speaks for its own user and pool only', async ({ anonymous, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const [maya, noor, stranger] = [await own.user('maya'), await own.user('noor'), await other.user('maya')];

  const subs = await Promise.all(
    [maya, noor, stranger].map(async (user) => {
      const { accessToken } = await user.signIn();
      const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
      return UserAttributes?.[0]?.Value;
    }),
  );

  expect(subs).toEqual([maya.sub, noor.sub, stranger.sub]);
});

testBearer('GetUser', (AccessToken) => ({ AccessToken }));
