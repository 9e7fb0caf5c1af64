import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ChangePasswordCommand,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asList, asRecord } from '../support/attributes.js';
import { claimsOf } from '../support/claims.js';
import { newAddress, takesCodes } from '../support/one-time-code-tests.js';
import { expect, test } from '../support/test.js';

test('a life without a password, until one is wanted', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ ...takesCodes, AutoVerifiedAttributes: ['email'] });
  const email = newAddress();
  const client = { ClientId: own.client.id };

  const signedUp = await anonymous.send(
    new SignUpCommand({ ...client, Username: 'maya', UserAttributes: asList({ email }) }),
  );
  const confirmed = await anonymous.send(
    new ConfirmSignUpCommand({
      ...client,
      Username: 'maya',
      ConfirmationCode: await mailbox.code(email),
      Session: signedUp.Session,
    }),
  );
  const first = await anonymous.send(
    new InitiateAuthCommand({
      ...client,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maya' },
      Session: confirmed.Session,
    }),
  );
  expect(claimsOf(first.AuthenticationResult?.IdToken)).toMatchObject({ sub: signedUp.UserSub, email_verified: true });

  const asked = await anonymous.send(
    new InitiateAuthCommand({
      ...client,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maya', PREFERRED_CHALLENGE: 'PASSWORD_SRP' },
    }),
  );
  expect(asked).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: ['EMAIL_OTP'] });
  const sent = await anonymous.send(
    new RespondToAuthChallengeCommand({
      ...client,
      ChallengeName: 'SELECT_CHALLENGE',
      Session: asked.Session,
      ChallengeResponses: { USERNAME: 'maya', ANSWER: 'EMAIL_OTP' },
    }),
  );
  const { AuthenticationResult } = await anonymous.send(
    new RespondToAuthChallengeCommand({
      ...client,
      ChallengeName: 'EMAIL_OTP',
      Session: sent.Session,
      ChallengeResponses: { USERNAME: 'maya', EMAIL_OTP_CODE: await mailbox.code(email) },
    }),
  );
  const AccessToken = AuthenticationResult?.AccessToken;
  const { UserAttributes } = await anonymous.send(new GetUserCommand({ AccessToken }));
  expect(asRecord(UserAttributes)['email']).toBe(email);

  await anonymous.send(new ChangePasswordCommand({ AccessToken, ProposedPassword: 'Correct-horse-1' }));
  const byPassword = await anonymous.send(
    new InitiateAuthCommand({
      ...client,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maya', PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'Correct-horse-1' },
    }),
  );
  expect(byPassword.AuthenticationResult?.AccessToken).toBeDefined();
});

test('an administrator creates somebody who needs no password', async ({ anonymous, cognito, mailbox, pool }) => {
  const own = await pool(takesCodes);
  const email = newAddress();
  const named = { UserPoolId: own.id, Username: 'maya' };
  const created = await cognito.send(
    new AdminCreateUserCommand({ ...named, UserAttributes: asList({ email }), DesiredDeliveryMediums: ['EMAIL'] }),
  );
  expect(created.User?.UserStatus).toBe('CONFIRMED');
  expect(await mailbox.to(email)).toEqual([]);

  const asked = await anonymous.send(
    new InitiateAuthCommand({
      ClientId: own.client.id,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maya', PREFERRED_CHALLENGE: 'EMAIL_OTP' },
    }),
  );
  expect(asked.AvailableChallenges).toEqual(['EMAIL_OTP']);
  const { AuthenticationResult } = await anonymous.send(
    new RespondToAuthChallengeCommand({
      ClientId: own.client.id,
      ChallengeName: 'EMAIL_OTP',
      Session: asked.Session,
      ChallengeResponses: { USERNAME: 'maya', EMAIL_OTP_CODE: await mailbox.code(email) },
    }),
  );
  expect(AuthenticationResult?.AccessToken).toBeDefined();
  const { UserAttributes } = await cognito.send(new AdminGetUserCommand(named));
  expect(asRecord(UserAttributes)['email_verified']).toBe('true');
});
