import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asRecord } from '../support/attributes.js';
import { claimsOf } from '../support/claims.js';
import { outcomeOf, publicApi, signInBySrp, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

test('a user signs up, confirms by mail, signs in, refreshes, changes the password and signs out', async ({
  anonymous,
  mailbox,
  pool,
}) => {
  const own = await pool({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
  const name = 'story-1@example.com';
  const client = { ClientId: own.client.id, Username: name };
  const password = 'Correct-horse-1';

  const signedUp = await anonymous.send(new SignUpCommand({ ...client, Password: password }));
  expect(signedUp).toMatchObject({ UserConfirmed: false, CodeDeliveryDetails: { AttributeName: 'email' } });
  expect(await outcomeOf(signInBySrp(publicApi, own, { name, password }))).toMatch(/^UserNotConfirmedException/);

  await anonymous.send(new ConfirmSignUpCommand({ ...client, ConfirmationCode: await mailbox.code(name) }));
  const { AuthenticationResult: tokens } = await signInBySrp(publicApi, own, { name, password });
  expect(claimsOf(tokens?.IdToken)).toMatchObject({ sub: signedUp.UserSub, email: name, email_verified: true });

  const AccessToken = tokens?.AccessToken;
  const profile = await anonymous.send(new GetUserCommand({ AccessToken }));
  expect(profile.Username).toBe(signedUp.UserSub);
  expect(asRecord(profile.UserAttributes)).toEqual({ sub: signedUp.UserSub, email: name, email_verified: 'true' });

  const refreshed = await publicApi.start(own, {
    flow: 'REFRESH_TOKEN_AUTH',
    parameters: { REFRESH_TOKEN: tokens?.RefreshToken ?? '' },
  });
  const renewed = refreshed.AuthenticationResult?.AccessToken;
  expect(claimsOf(renewed)['origin_jti']).toBe(claimsOf(AccessToken)['origin_jti']);

  const change = { AccessToken: renewed, PreviousPassword: password, ProposedPassword: 'Another-horse-2' };
  await anonymous.send(new ChangePasswordCommand(change));
  expect(await outcomeOf(signInBySrp(publicApi, own, { name, password }))).toMatch(/Incorrect username or password/);
  expect(await outcomeOf(signInBySrp(publicApi, own, { name, password: 'Another-horse-2' }))).toBe('tokens');

  await anonymous.send(new GlobalSignOutCommand({ AccessToken: renewed }));
  for (const token of [AccessToken, renewed])
    await expect(anonymous.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  expect(
    await outcomeOf(
      publicApi.start(own, {
        flow: 'REFRESH_TOKEN_AUTH',
        parameters: { REFRESH_TOKEN: tokens?.RefreshToken ?? '' },
      }),
    ),
  ).toBe('NotAuthorizedException: Refresh Token has been revoked');
});

test('a user who forgot the password gets back in, by SRP too, and a lock does not outlive the reset', async ({
  anonymous,
  mailbox,
  pool,
}) => {
  const own = await pool({ AliasAttributes: ['email'] });
  const client = { ClientId: own.client.id, Username: 'maya' };
  const address = 'story-2@example.com';
  await own.user('maya', { attributes: { email: address } });
  for (let failures = 1; failures <= 5; failures += 1)
    await outcomeOf(startByPassword(publicApi, own, { name: 'maya', password: 'Forgotten-1' }));

  await anonymous.send(new ForgotPasswordCommand(client));
  const ConfirmationCode = await mailbox.code(address);
  await anonymous.send(new ConfirmForgotPasswordCommand({ ...client, ConfirmationCode, Password: 'Another-horse-2' }));

  const maya = { name: 'maya', password: 'Another-horse-2' };
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
  expect(await outcomeOf(signInBySrp(publicApi, own, maya))).toBe('tokens');
});

test('a user who deletes the account is gone, and the name is free', async ({ anonymous, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  await anonymous.send(new DeleteUserCommand({ AccessToken: accessToken }));

  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toMatch(/^UserNotFoundException/);
  await expect(anonymous.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  const again = await own.user('maya');
  expect(again.sub).not.toBe(maya.sub);
  expect(claimsOf((await again.signIn()).accessToken)).toMatchObject({ sub: again.sub });
});
