import { AssociateSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { answerCode, codeOf, prefer, register, totpPool } from '../support/mfa.js';
import { notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { testSetUp } from '../support/set-up-tests.js';
import { expect, test } from '../support/test.js';

const key = expect.stringMatching(/^[A-Z2-7]{52}$/) as string;

test('hands a key out to who is signed in', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  const { accessToken } = await (await own.user('maya')).signIn();
  const { $metadata: _, ...answer } = await anonymous.send(
    new AssociateSoftwareTokenCommand({ AccessToken: accessToken }),
  );
  expect(answer).toEqual({ SecretCode: key });
});

test('hands a key out to a sign-in that waits, with a session that goes on', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'ON');
  const { Session } = await startByPassword(publicApi, own, await own.user('maya'));
  const { $metadata: _, ...answer } = await anonymous.send(new AssociateSoftwareTokenCommand({ Session }));
  expect(answer).toEqual({ SecretCode: key, Session: expect.any(String) as string });
  expect(answer.Session).not.toBe(Session);
  expect(answer.Session).toHaveLength(Session?.length ?? 0);
  // Each session is good for one step.
  await expect(anonymous.send(new AssociateSoftwareTokenCommand({ Session }))).rejects.toMatchObject(
    notAuthorized('Invalid session for the user, session can only be used once.'),
  );
});

test('the app that works goes on working until another one is verified', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const { secret } = await register(anonymous, { AccessToken: accessToken });
  await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true } });

  const { SecretCode: pending } = await anonymous.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken }));

  const asked = await startByPassword(publicApi, own, maya);
  expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(pending)))).toBe(
    'CodeMismatchException: Invalid code received for user',
  );
  expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe('tokens');
});

test('keys are sealed where they are stored', async ({ anonymous, cognito, pool, server }) => {
  const own = await totpPool(cognito, pool);
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const { SecretCode = '' } = await anonymous.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken }));
  const { pending } = await server.store.softwareTokens.find(own.id, maya.sub);
  expect(pending?.includes(SecretCode)).toBe(false);
});

testSetUp('AssociateSoftwareToken');
testBearer('AssociateSoftwareToken', (accessToken) => ({ AccessToken: accessToken }), {
  deleted: { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' },
});
