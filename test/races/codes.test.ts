import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList } from '../support/attributes.js';
import type { TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';

const signIn = ({ client }: TestPool, password: string) =>
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.id,
    AuthParameters: { USERNAME: 'maya', PASSWORD: password },
  });

/** Checks that one request of several succeeded and the others found the code used, and says which it was. */
const winnerOf = (outcomes: readonly PromiseSettledResult<unknown>[], refused: RegExp): number => {
  const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
  expect(winners).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect((outcome.reason as Error).name).toMatch(refused);
  return winners[0] ?? -1;
};

test('one code confirms a sign-up once, however often it is shown at once', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool({ AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] });
  const address = 'maya@races.example.com';
  await anonymous.send(
    new SignUpCommand({
      ClientId: own.client.id,
      Username: 'maya',
      Password: 'Correct-horse-1',
      UserAttributes: asList({ email: address }),
    }),
  );
  const ConfirmationCode = await mailbox.code(address);

  const outcomes = await Promise.allSettled(
    [false, true, false, true].map((ForceAliasCreation) =>
      anonymous.send(
        new ConfirmSignUpCommand({ ClientId: own.client.id, Username: 'maya', ConfirmationCode, ForceAliasCreation }),
      ),
    ),
  );

  winnerOf(outcomes, /^(ExpiredCode|NotAuthorized)Exception$/);
  expect(await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: address }))).toMatchObject({
    Username: 'maya',
    UserStatus: 'CONFIRMED',
  });
});

test('one code sets one password, however many are sent at once', async ({ anonymous, mailbox, pool }) => {
  const own = await pool();
  const address = 'maya@passwords.example.com';
  await own.user('maya', { attributes: { email: address } });
  await anonymous.send(new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' }));
  const ConfirmationCode = await mailbox.code(address);
  const passwords = [1, 2, 3, 4].map((number) => `Battery-staple-${number}`);

  const outcomes = await Promise.allSettled(
    passwords.map((Password) =>
      anonymous.send(
        new ConfirmForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya', ConfirmationCode, Password }),
      ),
    ),
  );

  const winner = winnerOf(outcomes, /^ExpiredCodeException$/);
  for (const [index, password] of passwords.entries()) {
    const signedIn = anonymous.send(signIn(own, password));
    if (index === winner) await signedIn;
    else await expect(signedIn).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  }
});

test('a code and an administrator at once leave the password of the one who was last', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await pool();
  const address = 'maya@last.example.com';
  await own.user('maya', { attributes: { email: address } });
  await anonymous.send(new ForgotPasswordCommand({ ClientId: own.client.id, Username: 'maya' }));
  const ConfirmationCode = await mailbox.code(address);
  const [byCode, byAdministrator] = ['Battery-staple-1', 'Battery-staple-2'];

  const [recovery, setting] = await Promise.allSettled([
    anonymous.send(
      new ConfirmForgotPasswordCommand({
        ClientId: own.client.id,
        Username: 'maya',
        ConfirmationCode,
        Password: byCode,
      }),
    ),
    cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: own.id,
        Username: 'maya',
        Password: byAdministrator,
        Permanent: true,
      }),
    ),
  ]);

  expect(setting.status).toBe('fulfilled');
  // The administrator's password ends the code: a code that succeeded did so before, and its password is replaced.
  if (recovery.status === 'rejected') expect(recovery.reason).toMatchObject({ name: 'ExpiredCodeException' });
  await anonymous.send(signIn(own, byAdministrator));
});

test('of an invitation sent again and a password chosen at once, one succeeds', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool();
  const invited = { UserPoolId: own.id, Username: 'maya' };
  await cognito.send(new AdminCreateUserCommand({ ...invited, TemporaryPassword: 'Correct-horse-1' }));
  const { Session } = await anonymous.send(signIn(own, 'Correct-horse-1'));

  const [answer, invitation] = await Promise.allSettled([
    anonymous.send(
      new RespondToAuthChallengeCommand({
        ClientId: own.client.id,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'maya', NEW_PASSWORD: 'Battery-staple-1' },
      }),
    ),
    cognito.send(
      new AdminCreateUserCommand({ ...invited, MessageAction: 'RESEND', TemporaryPassword: 'Battery-staple-2' }),
    ),
  ]);

  const { UserStatus } = await cognito.send(new AdminGetUserCommand(invited));
  if (answer.status === 'fulfilled') {
    expect(invitation).toMatchObject({ status: 'rejected', reason: { name: 'UnsupportedUserStateException' } });
    expect(UserStatus).toBe('CONFIRMED');
    await anonymous.send(signIn(own, 'Battery-staple-1'));
  } else {
    expect(answer.reason).toMatchObject({ name: 'NotAuthorizedException' });
    expect(invitation.status).toBe('fulfilled');
    expect(UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect((await anonymous.send(signIn(own, 'Battery-staple-2'))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  }
});
