import { codeOf, totpPool } from '../../support/mfa.js';
import { present } from '../../support/pool.js';
import { expect, test } from '../../support/test.js';
import { oldSdk } from './client.js';

test('a back end has a user set up an authenticator app, and asks for its code from then on', async ({
  cognito,
  pool,
}) => {
  const its = await totpPool(cognito, pool, 'ON');
  await its.user('maya');
  const old = await oldSdk();
  const app = { UserPoolId: its.id, ClientId: its.client.id };
  const start = () =>
    old
      .adminInitiateAuth({
        ...app,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'maya', PASSWORD: 'Correct-horse-1' },
      })
      .promise();
  const answer = (ChallengeName: string, Session: string | undefined, responses: Record<string, string> = {}) =>
    old
      .adminRespondToAuthChallenge({
        ...app,
        ChallengeName,
        Session: present(Session),
        ChallengeResponses: { USERNAME: 'maya', ...responses },
      })
      .promise();

  const asked = await start();
  expect(asked).toMatchObject({
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  });
  const associated = await old.associateSoftwareToken({ Session: present(asked.Session) }).promise();
  const secret = present(associated.SecretCode);
  const verified = await old
    .verifySoftwareToken({ Session: present(associated.Session), UserCode: codeOf(secret) })
    .promise();
  expect(verified.Status).toBe('SUCCESS');
  expect(await answer('MFA_SETUP', verified.Session)).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });

  const next = await start();
  expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  await expect(
    answer('SOFTWARE_TOKEN_MFA', next.Session, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret) }),
  ).rejects.toMatchObject({
    code: 'ExpiredCodeException',
    message: 'Your software token has already been used once.',
  });
  expect(
    await answer('SOFTWARE_TOKEN_MFA', next.Session, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, 1) }),
  ).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
});
