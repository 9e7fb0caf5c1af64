import {
  GetUserCommand,
  RevokeTokenCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { claimsOf } from '../support/claims.js';
import { outcomeOf, publicApi, signInBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

test('a session lives by its refresh token for a month of working days, and ends when it is revoked', async ({
  anonymous,
  clock,
  pool,
}) => {
  const own = await pool({ client: { RefreshTokenValidity: 31, AccessTokenValidity: 8, IdTokenValidity: 8 } });
  const { AuthenticationResult: tokens } = await signInBySrp(publicApi, own, await own.user('maya'));
  const REFRESH_TOKEN = tokens?.RefreshToken ?? '';
  const refresh = () => publicApi.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters: { REFRESH_TOKEN } });
  const getUser = (AccessToken: string | undefined) => anonymous.send(new GetUserCommand({ AccessToken }));
  let current = tokens?.AccessToken;

  for (let day = 1; day <= 30; day += 1) {
    clock.advanceDays(1);
    await expect(getUser(current)).rejects.toMatchObject({ message: 'Access Token has expired' });
    current = (await refresh()).AuthenticationResult?.AccessToken;
    expect(await getUser(current)).toMatchObject({ Username: 'maya' });
  }
  expect(claimsOf(current)['auth_time']).toBe(claimsOf(tokens?.AccessToken)['auth_time']);

  await anonymous.send(new RevokeTokenCommand({ Token: REFRESH_TOKEN, ClientId: own.client.id }));
  await expect(getUser(current)).rejects.toMatchObject({ message: 'Access Token has been revoked' });
  expect(await outcomeOf(refresh())).toBe('NotAuthorizedException: Refresh Token has been revoked');
});

test('what a client may read changes with the next refresh', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya', { attributes: { nickname: 'M', locale: 'en' } });
  const { idToken, refreshToken } = await maya.signIn();
  expect(claimsOf(idToken)).toMatchObject({ nickname: 'M', locale: 'en' });

  await cognito.send(
    new UpdateUserPoolClientCommand({ UserPoolId: own.id, ClientId: own.client.id, ReadAttributes: ['locale'] }),
  );
  const { AuthenticationResult: result } = await publicApi.start(own, {
    flow: 'REFRESH_TOKEN_AUTH',
    parameters: { REFRESH_TOKEN: refreshToken },
  });
  expect(claimsOf(result?.IdToken)).toMatchObject({ locale: 'en' });
  expect(claimsOf(result?.IdToken)).not.toHaveProperty('nickname');
});
