import { GetUserCommand, GlobalSignOutCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { expect, test } from '../support/test.js';

test('revokes the tokens of every sign-in on every client', async ({ anonymous, pool }) => {
  const own = await pool();
  const other = await own.newClient();
  const maya = await own.user('maya');
  const [here, there] = [await maya.signIn(), await maya.signIn(other)];

  const { $metadata, ...output } = await anonymous.send(new GlobalSignOutCommand({ AccessToken: here.accessToken }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(output).toEqual({});
  for (const { accessToken } of [here, there])
    await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  for (const [client, { refreshToken }] of [[own.client, here] as const, [other, there] as const])
    await expect(
      anonymous.send(
        new InitiateAuthCommand({
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          ClientId: client.id,
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' });
});

test('the user signs in again, and nobody else was signed out', async ({ anonymous, pool }) => {
  const [own, other] = [await pool(), await pool()];
  const [maya, noor, stranger] = [await own.user('maya'), await own.user('noor'), await other.user('maya')];
  const tokens = [await noor.signIn(), await stranger.signIn()];
  const { accessToken } = await maya.signIn();

  await anonymous.send(new GlobalSignOutCommand({ AccessToken: accessToken }));

  for (const token of [...tokens, await maya.signIn()])
    await anonymous.send(new GetUserCommand({ AccessToken: token.accessToken }));
});

// Its model does not declare UserNotFoundException.
const deleted = { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' };

testBearer('GlobalSignOut', (AccessToken) => ({ AccessToken }), { deleted });
