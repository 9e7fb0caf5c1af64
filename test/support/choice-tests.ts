import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { choiceFlows, chooseSrp, noChoice, preferSrp, startByChoice } from './choice.js';
import { invalid, notAuthorized } from './refusals.js';
import { outcomeOf, type SignInApi } from './sign-in.js';
import { srpClient } from './srp-client.js';
import { invite } from './temporary-password.js';
import { expect, test } from './test.js';
import { setStatus } from './user-states.js';

const missing = (name: string) => invalid(`Missing required parameter ${name}`);
const wrong = notAuthorized('Incorrect username or password.');
const passwords = ['PASSWORD_SRP', 'PASSWORD'];
const session = expect.stringMatching(/^[\w-]{1000,2048}$/);

/** The tests that both APIs pass of a sign-in in which the user chooses among the proofs of a password. */
export const testChoice = (api: SignInApi): void => {
  test('without a preference the answer is a list', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    await own.user('maya');
    expect(await startByChoice(api, own, 'maya')).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeParameters: {},
      AvailableChallenges: passwords,
      Session: session,
    });
  });

  for (const preferred of ['EMAIL_OTP', 'WEB_AUTHN', 'PASSWORD_VERIFIER', 'constructor'])
    test(`a preferred ${preferred} that the user cannot have answers the list`, async ({ pool }) => {
      const own = await pool({ client: choiceFlows });
      await own.user('maya', { attributes: { email: 'maya@example.com' } });
      expect(await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: preferred })).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: passwords,
      });
    });

  test('a preferred password answers tokens and nothing else', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const { password } = await own.user('maya');
    const answer = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });

    expect(Object.keys(answer).toSorted()).toEqual(['AuthenticationResult', 'ChallengeParameters']);
    expect(answer.AuthenticationResult?.RefreshToken).toBeDefined();
  });

  test('a preferred password wants the password, and a right one', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    await own.user('maya');
    const start = (parameters: Record<string, string>) =>
      startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: 'PASSWORD', ...parameters });

    await expect(start({})).rejects.toMatchObject(missing('PASSWORD'));
    await expect(start({ PASSWORD: 'Wrong-horse-1' })).rejects.toMatchObject(wrong);
  });

  test('a preferred SRP answers its challenge with a session, whose proof answers tokens', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const { password } = await own.user('maya');
    const { challenge, answer } = await preferSrp(api, own, 'maya');

    expect(challenge).toEqual({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: expect.stringMatching(/^[0-9a-f]+$/),
        SRP_B: expect.stringMatching(/^[0-9a-f]+$/),
        SECRET_BLOCK: expect.any(String),
        USERNAME: 'maya',
        USER_ID_FOR_SRP: 'maya',
      },
      AvailableChallenges: passwords,
      Session: session,
    });
    expect(await outcomeOf(answer(password))).toBe('tokens');
  });

  test('a preferred SRP wants SRP_A', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    await own.user('maya');
    await expect(startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' })).rejects.toMatchObject(
      missing('SRP_A'),
    );
  });

  test('the proof by SRP needs its session', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const { password } = await own.user('maya');
    const { answer } = await preferSrp(api, own, 'maya');

    await expect(answer(password, { session: undefined })).rejects.toMatchObject(missing('Session'));
    expect(await outcomeOf(answer(password))).toBe('tokens');
  });

  for (const how of ['SELECT_CHALLENGE', 'PASSWORD'] as const)
    test(`the list is answered with a password by ${how}`, async ({ pool }) => {
      const own = await pool({ client: choiceFlows });
      const { password: PASSWORD } = await own.user('maya');
      const { Session: list } = await startByChoice(api, own, 'maya');
      const named = how === 'SELECT_CHALLENGE' && { ANSWER: 'PASSWORD' };
      const respond = (responses: Record<string, string>) =>
        api.respond(own, { challenge: how, session: list, responses: { USERNAME: 'maya', ...named, ...responses } });

      await expect(respond({})).rejects.toMatchObject(missing('PASSWORD'));
      const answer = await respond({ PASSWORD });
      expect(Object.keys(answer).toSorted()).toEqual(['AuthenticationResult', 'ChallengeParameters']);
    });

  for (const how of ['SELECT_CHALLENGE', 'PASSWORD_SRP'] as const)
    test(`the list is answered with SRP by ${how}`, async ({ pool }) => {
      const own = await pool({ client: choiceFlows });
      const { password } = await own.user('maya');
      const { Session: list } = await startByChoice(api, own, 'maya');
      const named = how === 'SELECT_CHALLENGE' && { ANSWER: 'PASSWORD_SRP' };
      const respond = (responses: Record<string, string>) =>
        api.respond(own, { challenge: how, session: list, responses: { USERNAME: 'maya', ...named, ...responses } });

      await expect(respond({})).rejects.toMatchObject(missing('SRP_A'));
      const { challenge, answer } = await chooseSrp(api, own, 'maya', (SRP_A) => respond({ SRP_A }));
      expect(challenge).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', Session: session });
      expect(await outcomeOf(answer(password))).toBe('tokens');
    });

  test('the list wants an answer that is on it', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    await own.user('maya', { attributes: { email: 'maya@example.com' } });
    const { Session: list } = await startByChoice(api, own, 'maya');
    const respond = (responses: Record<string, string>) =>
      api.respond(own, {
        challenge: 'SELECT_CHALLENGE',
        session: list,
        responses: { USERNAME: 'maya', SRP_A: srpClient(own.id).publicValue, ...responses },
      });

    await expect(respond({})).rejects.toMatchObject(missing('ANSWER'));
    for (const ANSWER of ['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'PASSWORD_VERIFIER', 'constructor', 'x'])
      await expect(respond({ ANSWER })).rejects.toMatchObject(invalid('Invalid ANSWER was provided.'));
    expect(await outcomeOf(respond({ ANSWER: 'PASSWORD_SRP' }))).toBe('PASSWORD_VERIFIER');
  });

  test('the list is answered only by what may be on it', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const { password } = await own.user('maya');
    const { Session: list } = await startByChoice(api, own, 'maya');
    const respond = (challenge: 'NEW_PASSWORD_REQUIRED' | 'PASSWORD_VERIFIER' | 'SMS_MFA' | 'EMAIL_OTP') =>
      api.respond(own, {
        challenge,
        session: list,
        responses: { USERNAME: 'maya', PASSWORD: password, NEW_PASSWORD: password, EMAIL_OTP_CODE: '12345678' },
      });

    for (const other of ['NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER', 'SMS_MFA'] as const)
      await expect(respond(other)).rejects.toMatchObject(notAuthorized('Invalid session for the user.'));
    await expect(respond('EMAIL_OTP')).rejects.toMatchObject(invalid('Invalid ANSWER was provided.'));
  });

  test('a temporary password that was chosen must be replaced', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const { name, password } = await invite(own);
    const parameters = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
    const answer = await startByChoice(api, own, name, parameters);

    expect(answer).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: session });
    expect(answer.AvailableChallenges).toBeUndefined();
  });

  test('who must reset the password is told so before a proof by SRP, unless the client hides it', async ({
    pool,
    server,
  }) => {
    for (const PreventUserExistenceErrors of ['LEGACY', 'ENABLED'] as const) {
      const own = await pool({ client: { ...choiceFlows, PreventUserExistenceErrors } });
      const { sub } = await own.user('maya');
      await setStatus(server, own.id, sub, 'RESET_REQUIRED');
      const list = await startByChoice(api, own, 'maya');
      const fromList = (SRP_A: string) =>
        api.respond(own, { challenge: 'PASSWORD_SRP', session: list.Session, responses: { USERNAME: 'maya', SRP_A } });
      const told = 'PasswordResetRequiredException: Password reset required for the user';
      const expected = PreventUserExistenceErrors === 'LEGACY' ? told : 'PASSWORD_VERIFIER';

      expect(list.AvailableChallenges).toEqual(passwords);
      for (const begin of [() => preferSrp(api, own, 'maya'), () => chooseSrp(api, own, 'maya', fromList)])
        expect(await outcomeOf(begin().then(({ challenge }) => challenge))).toBe(expected);
    }
  });

  test('who does not exist is named, unless the client hides it', async ({ pool }) => {
    const own = await pool({ client: choiceFlows });
    const hiding = await own.newClient({ ...choiceFlows, PreventUserExistenceErrors: 'ENABLED' });
    await expect(startByChoice(api, own, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect(await startByChoice(api, own, 'nobody', {}, hiding)).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeParameters: {},
      AvailableChallenges: passwords,
      Session: session,
    });
  });

  test('the cheapest tier has no choice, whatever its clients were allowed before', async ({ cognito, pool }) => {
    const own = await pool({ client: choiceFlows });
    await own.user('maya');
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, UserPoolTier: 'LITE' }));
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));

    expect(UserPool?.UserPoolTier).toBe('LITE');
    await expect(startByChoice(api, own, 'maya')).rejects.toMatchObject(noChoice);
  });
};
