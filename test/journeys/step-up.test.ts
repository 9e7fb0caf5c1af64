import { InitiateAuthCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { choiceFlows, startByChoice } from '../support/choice.js';
import { claimsOf } from '../support/claims.js';
import { codeOf, prefer, register, totpPool } from '../support/mfa.js';
import { newAddress, takesCodes } from '../support/one-time-code-tests.js';
import type { TestPool } from '../support/pool.js';
import { invalid } from '../support/refusals.js';
import { apis, outcomeOf, publicApi, type SignInAnswer } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const level = (number: number): string => `urn:cognito:loa:${number}`;

const answerCode = (own: TestPool, asked: SignInAnswer, code: string, api = publicApi) =>
  api.respond(own, {
    challenge: 'EMAIL_OTP',
    session: asked.Session,
    responses: { USERNAME: 'maya', EMAIL_OTP_CODE: code },
  });

const assurance = ({ AuthenticationResult: tokens }: SignInAnswer) => {
  const [access, id] = [claimsOf(tokens?.AccessToken), claimsOf(tokens?.IdToken)];
  expect([id['acr'], id['amr']]).toEqual([access['acr'], access['amr']]);
  return { acr: access['acr'], amr: access['amr'] };
};

test('a sign-in for no level says none', async ({ pool }) => {
  const own = await pool(takesCodes);
  const { password } = await own.user('maya');
  const answer = await startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
  expect(assurance(answer)).toEqual({ acr: undefined, amr: undefined });
});

for (const api of apis) {
  test(`${api.name}: level 1 is a password, level 2 a code`, async ({ mailbox, pool }) => {
    const own = await pool(takesCodes);
    const email = newAddress();
    const { password } = await own.user('maya', { attributes: { email } });

    const one = { TARGET_ACR_VALUES: level(1), PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
    expect(assurance(await startByChoice(api, own, 'maya', one))).toEqual({ acr: level(1), amr: ['pwd'] });
    const list = await startByChoice(api, own, 'maya', { TARGET_ACR_VALUES: level(2) });
    expect(list.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP']);
    const sent = await api.respond(own, {
      challenge: 'EMAIL_OTP',
      session: list.Session,
      responses: { USERNAME: 'maya' },
    });
    expect(assurance(await answerCode(own, sent, await mailbox.code(email), api))).toEqual({
      acr: level(2),
      amr: ['email_otp'],
    });
  });

  test(`${api.name}: level 3 is a password and a code, from scratch`, async ({ mailbox, pool }) => {
    const own = await pool(takesCodes);
    const email = newAddress();
    const { password } = await own.user('maya', { attributes: { email } });
    const list = await startByChoice(api, own, 'maya', { TARGET_ACR_VALUES: level(3) });
    expect(list.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);

    const asked = await api.respond(own, {
      challenge: 'PASSWORD',
      session: list.Session,
      responses: { USERNAME: 'maya', PASSWORD: password },
    });
    expect(asked).toMatchObject({ ChallengeName: 'EMAIL_OTP', Session: expect.any(String) });
    expect(asked.AuthenticationResult).toBeUndefined();
    expect(assurance(await answerCode(own, asked, await mailbox.code(email), api))).toEqual({
      acr: level(3),
      amr: ['pwd', 'email_otp', 'mfa'],
    });
  });

  test(`${api.name}: with an access token only what is missing is asked, and refresh keeps it`, async ({
    clock,
    mailbox,
    pool,
  }) => {
    const own = await pool(takesCodes);
    const email = newAddress();
    const before = await (await own.user('maya', { attributes: { email } })).signIn();
    clock.advanceMinutes(4);
    const asked = await startByChoice(api, own, 'maya', {
      TARGET_ACR_VALUES: `unknown ${level(3)}`,
      ACCESS_TOKEN: before.accessToken,
      MAX_AGE: '300',
    });
    expect(asked.ChallengeName).toBe('EMAIL_OTP');
    const stepped = await answerCode(own, asked, await mailbox.code(email), api);
    const reached = { acr: level(3), amr: ['pwd', 'email_otp', 'mfa'] };
    expect(assurance(stepped)).toEqual(reached);
    expect(claimsOf(stepped.AuthenticationResult?.AccessToken)['origin_jti']).not.toBe(
      claimsOf(before.accessToken)['origin_jti'],
    );

    const refreshToken = stepped.AuthenticationResult?.RefreshToken ?? '';
    const parameters = { REFRESH_TOKEN: refreshToken };
    expect(assurance(await api.start(own, { flow: 'REFRESH_TOKEN_AUTH', parameters }))).toEqual(reached);
    const old = await api.start(own, {
      flow: 'REFRESH_TOKEN_AUTH',
      parameters: { REFRESH_TOKEN: before.refreshToken },
    });
    expect(assurance(old)).toEqual({ acr: undefined, amr: undefined });
  });
}

test('a token that is too old proves nothing any more', async ({ clock, pool }) => {
  const own = await pool(takesCodes);
  const before = await (await own.user('maya', { attributes: { email: newAddress() } })).signIn();
  clock.advanceMinutes(5);
  const stepUp = { TARGET_ACR_VALUES: level(3), ACCESS_TOKEN: before.accessToken };
  const start = (MAX_AGE: string) => startByChoice(publicApi, own, 'maya', { ...stepUp, MAX_AGE });

  expect(await start('299')).toMatchObject({ AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'] });
  expect((await start('600')).ChallengeName).toBe('EMAIL_OTP');
  for (const bad of ['-1', 'x', '1.5', '99999999999'])
    await expect(start(bad)).rejects.toMatchObject(invalid('Invalid MAX_AGE was provided.'));
});

test('a token is good up to the last millisecond of its age', async ({ clock, pool }) => {
  const own = await pool(takesCodes);
  const maya = await own.user('maya', { attributes: { email: newAddress() } });
  const signedIn = clock.now();
  clock.stopAt(signedIn);
  const { accessToken } = await maya.signIn();
  const start = () =>
    startByChoice(publicApi, own, 'maya', {
      TARGET_ACR_VALUES: level(3),
      ACCESS_TOKEN: accessToken,
      MAX_AGE: '300',
    });

  clock.stopAt(signedIn, 300_000);
  expect(await outcomeOf(start())).toBe('EMAIL_OTP');
  clock.stopAt(signedIn, 300_001);
  expect(await outcomeOf(start())).toBe('SELECT_CHALLENGE');
});

test('of several targets the first that the user can reach counts', async ({ pool }) => {
  const own = await pool(takesCodes);
  const { password } = await own.user('maya');
  const values = `${level(4)} ${level(3)} ${level(1)} ${level(2)}`;
  const answer = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: values,
    PREFERRED_CHALLENGE: 'PASSWORD',
    PASSWORD: password,
  });
  expect(assurance(answer)).toEqual({ acr: level(1), amr: ['pwd'] });
});

test('a pool names its levels itself', async ({ pool }) => {
  const own = await pool({ ...takesCodes, AcrConfiguration: { Level1: { AcrValue: 'basic' } } });
  const { password } = await own.user('maya');
  const start = (TARGET_ACR_VALUES: string) =>
    startByChoice(publicApi, own, 'maya', { TARGET_ACR_VALUES, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
  expect(assurance(await start('basic'))).toEqual({ acr: 'basic', amr: ['pwd'] });
  await expect(start(level(1))).rejects.toMatchObject(invalid('Invalid TARGET_ACR_VALUES was provided.'));
});

test('targets must be some, in reach, and not reached yet; a token needs a target', async ({ pool }) => {
  const own = await pool(takesCodes);
  const { accessToken } = await (await own.user('maya')).signIn();
  const start = (parameters: Record<string, string>) => startByChoice(publicApi, own, 'maya', parameters);

  await expect(start({ TARGET_ACR_VALUES: 'x y' })).rejects.toMatchObject(
    invalid('Invalid TARGET_ACR_VALUES was provided.'),
  );
  for (const number of [2, 3, 4])
    await expect(start({ TARGET_ACR_VALUES: level(number) })).rejects.toMatchObject(
      invalid('The user cannot reach any of TARGET_ACR_VALUES.'),
    );
  await expect(start({ TARGET_ACR_VALUES: level(1), ACCESS_TOKEN: accessToken })).rejects.toMatchObject(
    invalid('The access token has reached the requested TARGET_ACR_VALUES already.'),
  );
  await expect(start({ ACCESS_TOKEN: accessToken })).rejects.toMatchObject(
    invalid('Missing required parameter TARGET_ACR_VALUES'),
  );
});

test("a step up wants a good access token of the user's own, and of the client", async ({ anonymous, pool }) => {
  const own = await pool(takesCodes);
  const other = await own.newClient(takesCodes.client);
  const maya = await own.user('maya', { attributes: { email: newAddress() } });
  const noah = await own.user('noah', { attributes: { email: newAddress() } });
  const start = (ACCESS_TOKEN: string) =>
    startByChoice(publicApi, own, 'maya', { TARGET_ACR_VALUES: level(3), ACCESS_TOKEN });
  const [tokens, elsewhere, others] = [await maya.signIn(), await maya.signIn(other), await noah.signIn()];

  for (const { accessToken } of [elsewhere, others])
    await expect(start(accessToken)).rejects.toMatchObject(invalid('Invalid ACCESS_TOKEN was provided.'));
  for (const bad of ['x', tokens.idToken, tokens.refreshToken])
    await expect(start(bad)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  await anonymous.send(new RevokeTokenCommand({ ClientId: own.client.id, Token: tokens.refreshToken }));
  await expect(start(tokens.accessToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  });
});

test('a list for a level is not answered by what does not lead there', async ({ pool }) => {
  const own = await pool(takesCodes);
  await own.user('maya', { attributes: { email: newAddress() } });
  const list = await startByChoice(publicApi, own, 'maya', { TARGET_ACR_VALUES: level(3) });
  const responses = { USERNAME: 'maya' };
  await expect(
    publicApi.respond(own, { challenge: 'EMAIL_OTP', session: list.Session, responses }),
  ).rejects.toMatchObject(invalid('Invalid ANSWER was provided.'));
});

test('a password alone does not reach a level of codes', async ({ pool }) => {
  const own = await pool(takesCodes);
  const { password } = await own.user('maya', { attributes: { email: newAddress() } });
  const answer = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: level(2),
    PREFERRED_CHALLENGE: 'PASSWORD',
    PASSWORD: password,
  });
  expect(answer).toMatchObject({ ChallengeName: 'EMAIL_OTP', Session: expect.any(String) });
  expect(answer.AuthenticationResult).toBeUndefined();
});

test('an address that nobody verified leads nowhere, whoever knows the password', async ({ pool }) => {
  const own = await pool({ ...takesCodes, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } });
  await own.user('maya', { attributes: { email: newAddress() } });
  expect(await outcomeOf(startByChoice(publicApi, own, 'maya', { TARGET_ACR_VALUES: level(3) }))).toBe(
    'InvalidParameterException: The user cannot reach any of TARGET_ACR_VALUES.',
  );
});

test('the AWS SDK steps up', async ({ anonymous, mailbox, pool }) => {
  const own = await pool(takesCodes);
  const email = newAddress();
  const { accessToken } = await (await own.user('maya', { attributes: { email } })).signIn();
  const asked = await anonymous.send(
    new InitiateAuthCommand({
      ClientId: own.client.id,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maya', TARGET_ACR_VALUES: level(3), ACCESS_TOKEN: accessToken },
    }),
  );
  expect(assurance(await answerCode(own, asked, await mailbox.code(email)))).toMatchObject({ acr: level(3) });
});

test('level 4 is a password and an authenticator app, and nothing else is asked', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await totpPool(cognito, pool, 'OPTIONAL', { ...takesCodes });
  const maya = await own.user('maya', { attributes: { email: newAddress() } });
  const { accessToken } = await maya.signIn();
  const { secret } = await register(anonymous, { AccessToken: accessToken });

  const asked = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: level(4),
    ACCESS_TOKEN: accessToken,
  });
  expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  const stepped = await publicApi.respond(own, {
    challenge: 'SOFTWARE_TOKEN_MFA',
    session: asked.Session,
    responses: { USERNAME: 'maya', SOFTWARE_TOKEN_MFA_CODE: codeOf(secret) },
  });
  expect(assurance(stepped)).toEqual({ acr: level(4), amr: ['pwd', 'otp', 'mfa'] });
});

test('of several second factors that reach the level the user chooses', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
}) => {
  const own = await totpPool(cognito, pool, 'OPTIONAL', { ...takesCodes });
  const email = newAddress();
  const maya = await own.user('maya', { attributes: { email } });
  const { accessToken } = await maya.signIn();
  await register(anonymous, { AccessToken: accessToken });

  const asked = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: level(3),
    ACCESS_TOKEN: accessToken,
  });
  expect(asked).toMatchObject({
    ChallengeName: 'SELECT_MFA_TYPE',
    ChallengeParameters: { MFAS_CAN_CHOOSE: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' },
  });
  const sent = await publicApi.respond(own, {
    challenge: 'SELECT_MFA_TYPE',
    session: asked.Session,
    responses: { USERNAME: 'maya', ANSWER: 'EMAIL_OTP' },
  });
  expect(assurance(await answerCode(own, sent, await mailbox.code(email)))).toEqual({
    acr: level(3),
    amr: ['pwd', 'email_otp', 'mfa'],
  });
});

test('a second factor that is required stays so, whatever the level', async ({ anonymous, cognito, pool }) => {
  const own = await totpPool(cognito, pool, 'OPTIONAL', { client: choiceFlows });
  const maya = await own.user('maya');
  await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
  await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  const answer = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: level(1),
    PREFERRED_CHALLENGE: 'PASSWORD',
    PASSWORD: maya.password,
  });
  expect(answer.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  expect(answer.AuthenticationResult).toBeUndefined();
});
