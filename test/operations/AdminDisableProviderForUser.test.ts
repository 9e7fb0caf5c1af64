import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { testAccess } from '../support/access.js';
import { asList } from '../support/attributes.js';
import { userNotFound } from '../support/groups.js';
import type { TestPool } from '../support/pool.js';
import { invalid, notAuthorized } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

const local = (name: string) => ({
  ProviderName: 'Cognito',
  ProviderAttributeName: 'Cognito_Subject',
  ProviderAttributeValue: name,
});

const disable = (cognito: CognitoIdentityProviderClient, pool: TestPool, name: string) =>
  cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId: pool.id, User: local(name) }));

const wrongPassword = notAuthorized('Incorrect username or password.');
const notInThisState = notAuthorized('User password cannot be reset in the current state.');
const proposed = 'Another-horse-2';

test('the password signs nobody in, and sign-ins that are under way go on', async ({
  anonymous,
  clock,
  cognito,
  pool,
}) => {
  const own = await pool();
  const [maya, noor] = [await own.user('maya'), await own.user('noor')];
  const { accessToken, refreshToken } = await maya.signIn();
  clock.advanceSeconds(5);

  const { $metadata, ...answer } = await disable(cognito, own, 'maya');

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({});
  await expect(maya.signIn()).rejects.toMatchObject(wrongPassword);
  await noor.signIn();
  await anonymous.send(new GetUserCommand({ AccessToken: accessToken }));
  await anonymous.send(
    new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: own.client.id,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  );
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(user).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
  expect(Number(user.UserLastModifiedDate) - Number(user.UserCreateDate)).toBeGreaterThanOrEqual(5000);
});

test('the user gets no other one by itself', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool();
  const email = `maya@${own.id.toLowerCase()}.example.com`;
  const maya = await own.user('maya', { attributes: { email } });
  const { accessToken } = await maya.signIn();
  const of = { ClientId: own.client.id, Username: 'maya' };
  await anonymous.send(new ForgotPasswordCommand(of));
  const code = await mailbox.code(email);

  await disable(cognito, own, 'maya');

  await expect(
    anonymous.send(new ConfirmForgotPasswordCommand({ ...of, ConfirmationCode: code, Password: proposed })),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  await expect(anonymous.send(new ForgotPasswordCommand(of))).rejects.toMatchObject(notInThisState);
  await expect(
    cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: own.id, Username: 'maya' })),
  ).rejects.toMatchObject(notInThisState);
  for (const PreviousPassword of [maya.password, undefined])
    await expect(
      anonymous.send(
        new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword, ProposedPassword: proposed }),
      ),
    ).rejects.toMatchObject(wrongPassword);
  expect(await mailbox.to(email)).toHaveLength(1);
});

test('a client that hides users is told nothing of it', async ({ anonymous, cognito, pool }) => {
  const own = await pool({ client: { PreventUserExistenceErrors: 'ENABLED' } });
  await own.user('maya', { attributes: { email: 'maya@example.com' } });
  await disable(cognito, own, 'maya');
  const { CodeDeliveryDetails } = await anonymous.send(
    new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' }),
  );
  expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', AttributeName: 'email' });
});

test('an administrator gives the user another one', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  await disable(cognito, own, 'maya');
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: own.id,
      Username: 'maya',
      Password: maya.password,
      Permanent: true,
    }),
  );
  await maya.signIn();
});

test('a temporary password is gone too, and an invitation brings another', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool();
  const email = `maya@${own.id.toLowerCase()}.example.com`;
  const of = { UserPoolId: own.id, Username: 'maya', DesiredDeliveryMediums: ['EMAIL' as const] };
  await cognito.send(new AdminCreateUserCommand({ ...of, UserAttributes: asList({ email }) }));
  const signIn = (PASSWORD: string) =>
    anonymous.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: own.client.id,
        AuthParameters: { USERNAME: 'maya', PASSWORD },
      }),
    );
  const first = await mailbox.code(email);

  await disable(cognito, own, 'maya');

  await expect(signIn(first)).rejects.toMatchObject(wrongPassword);
  await cognito.send(new AdminCreateUserCommand({ ...of, MessageAction: 'RESEND' }));
  expect((await signIn(await mailbox.code(email))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
});

test('whoever sets a password meanwhile does not sign in by it', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool();
  const email = `maya@${own.id.toLowerCase()}.example.com`;
  const maya = await own.user('maya', { attributes: { email } });
  const { accessToken } = await maya.signIn();
  const of = { ClientId: own.client.id, Username: 'maya' };
  await anonymous.send(new ForgotPasswordCommand(of));
  const code = await mailbox.code(email);

  await Promise.allSettled([
    anonymous.send(new ConfirmForgotPasswordCommand({ ...of, ConfirmationCode: code, Password: proposed })),
    disable(cognito, own, 'maya'),
    anonymous.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: maya.password,
        ProposedPassword: proposed,
      }),
    ),
  ]);

  for (const PASSWORD of [maya.password, proposed])
    await expect(
      anonymous.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: own.client.id,
          AuthParameters: { USERNAME: 'maya', PASSWORD },
        }),
      ),
    ).rejects.toMatchObject(wrongPassword);
});

test('takes the stored name, and no other', async ({ cognito, pool }) => {
  const own = await pool({ UsernameAttributes: ['email'] });
  const maya = await own.user('maya@example.com');
  for (const name of ['maya@example.com', 'nobody', ''])
    await expect(disable(cognito, own, name)).rejects.toMatchObject(userNotFound);
  await disable(cognito, own, maya.sub);
  await expect(maya.signIn()).rejects.toMatchObject(wrongPassword);
});

test('refuses a provider that the pool does not have, and a request that names none', async ({ cognito, pool }) => {
  const own = await pool();
  const maya = await own.user('maya');
  const send = (change: object) =>
    cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId: own.id, User: { ...local('maya'), ...change } }));
  await expect(send({ ProviderName: 'Google' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Identity provider Google does not exist.',
  });
  await expect(send({ ProviderName: undefined })).rejects.toMatchObject(
    invalid(
      "1 validation error detected: Value null at 'user.providerName' failed to satisfy constraint: Member must not be null",
    ),
  );
  for (const ProviderAttributeName of [undefined, 'email'])
    await expect(send({ ProviderAttributeName })).rejects.toMatchObject(
      invalid('ProviderAttributeName must be Cognito_Subject for the provider Cognito.'),
    );
  await maya.signIn();
});

test('names a pool that does not exist', async ({ cognito }) => {
  await expect(
    cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId: 'nobodys', User: local('maya') })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'User pool nobodys does not exist.' });
});

testAccess('AdminDisableProviderForUser', ({ id }) => ({ UserPoolId: id, User: local('maya') }));
