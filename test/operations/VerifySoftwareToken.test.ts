import { AssociateSoftwareTokenCommand, VerifySoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { testBearer } from '../support/bearer.js';
import { answerCode, codeOf, factorsOf, otherCode, register, totpPool } from '../support/mfa.js';
import { brokenSecret, notAuthorized } from '../support/refusals.js';
import { apis, outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { testSetUp } from '../support/set-up-tests.js';
import { expect, test } from '../support/test.js';

const mismatch = { name: 'EnableSoftwareTokenMFAException', message: 'Code mismatch' };

test('verifies the app of who is signed in, which switches nothing on where MFA is optional', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await totpPool(cognito, pool);
  const maya = await own.user('maya');
  const { accessToken } = await maya.signIn();
  const { SecretCode } = await anonymous.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken }));

  const { $metadata: _, ...answer } = await anonymous.send(
    new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: codeOf(SecretCode) }),
  );

  expect(answer).toEqual({ Status: 'SUCCESS' });
  expect(await factorsOf(cognito, own)).toEqual({});
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
});

test.for(apis)(
  'lets a sign-in that waits go on, without another code, $name',
  async (api, { anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const maya = await own.user('maya');
    const asked = await startByPassword(api, own, maya);
    expect(asked).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: 'maya' },
    });

    const { secret, session } = await register(anonymous, { Session: asked.Session }, 'phone');

    const responses = { USERNAME: 'maya', SOFTWARE_TOKEN_MFA_CODE: 'ignored' };
    expect(await outcomeOf(api.respond(own, { challenge: 'MFA_SETUP', session, responses }))).toBe('tokens');
    const again = await startByPassword(api, own, maya);
    expect(again).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: 'maya' },
    });
    expect(await outcomeOf(answerCode(api, own, again, codeOf(secret)))).toBe('tokens');
  },
);

test('is enough where MFA is required, even if the sign-in never goes on', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'ON');
  const maya = await own.user('maya');
  await register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });
  expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SOFTWARE_TOKEN_MFA');
});

test('a wrong code spends nothing', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'ON');
  const asked = await startByPassword(publicApi, own, await own.user('maya'));
  const { SecretCode, Session } = await anonymous.send(new AssociateSoftwareTokenCommand({ Session: asked.Session }));
  const verify = (UserCode: string) => anonymous.send(new VerifySoftwareTokenCommand({ Session, UserCode }));

  await expect(verify(otherCode(codeOf(SecretCode)))).rejects.toMatchObject(mismatch);
  expect((await verify(codeOf(SecretCode))).Status).toBe('SUCCESS');
  // By now the user has a second factor: a session from before it sets none up.
  await expect(verify(codeOf(SecretCode))).rejects.toMatchObject(notAuthorized('Invalid session for the user.'));
});

test('wants a key that was handed out, and the last one', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  const { accessToken } = await (await own.user('maya')).signIn();
  const by = { AccessToken: accessToken };
  await expect(anonymous.send(new VerifySoftwareTokenCommand({ ...by, UserCode: '123456' }))).rejects.toMatchObject(
    mismatch,
  );
  const { SecretCode: first } = await anonymous.send(new AssociateSoftwareTokenCommand(by));
  const { SecretCode: last } = await anonymous.send(new AssociateSoftwareTokenCommand(by));
  await expect(
    anonymous.send(new VerifySoftwareTokenCommand({ ...by, UserCode: codeOf(first) })),
  ).rejects.toMatchObject(mismatch);
  expect((await anonymous.send(new VerifySoftwareTokenCommand({ ...by, UserCode: codeOf(last) }))).Status).toBe(
    'SUCCESS',
  );
});

test('of many verifications at once one succeeds', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  const by = { AccessToken: (await (await own.user('maya')).signIn()).accessToken };
  const { SecretCode } = await anonymous.send(new AssociateSoftwareTokenCommand(by));
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () =>
      anonymous.send(new VerifySoftwareTokenCommand({ ...by, UserCode: codeOf(SecretCode) })).then(
        ({ Status }) => Status,
        ({ name }: Error) => name,
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'SUCCESS')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['SUCCESS', mismatch.name]));
});

test('wants a code of six digits', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool);
  const { accessToken } = await (await own.user('maya')).signIn();
  const verify = (UserCode: string) =>
    anonymous.send(new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode }));
  await expect(verify('12345')).rejects.toMatchObject(
    brokenSecret('userCode', 'Member must have length greater than or equal to 6'),
  );
  await expect(verify('1234567')).rejects.toMatchObject(
    brokenSecret('userCode', 'Member must have length less than or equal to 6'),
  );
  await expect(verify('12345a')).rejects.toMatchObject(
    brokenSecret('userCode', 'Member must satisfy regular expression pattern: [0-9]+'),
  );
});

testSetUp('VerifySoftwareToken', { UserCode: '123456' });
testBearer('VerifySoftwareToken', (accessToken) => ({ AccessToken: accessToken, UserCode: '123456' }));
