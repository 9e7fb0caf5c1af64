import { AdminDisableUserCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  answerCustom,
  customPool,
  passwordThenRiddle,
  resultsOf,
  riddle,
  sourcesOf,
  startCustom,
} from './custom-auth.js';
import { invalid, notAuthorized } from './refusals.js';
import { outcomeOf, type SignInApi } from './sign-in.js';
import { startCustomBySrp } from './custom-srp.js';
import { invite } from './temporary-password.js';
import { expect, test } from './test.js';
import { setStatus } from './user-states.js';

const wrong = notAuthorized('Incorrect username or password.');
const session = expect.stringMatching(/^[\w-]{1000,2048}$/);
const token = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

/** The tests that both APIs pass of a sign-in whose challenges the pool's functions make up. */
export const testCustomAuth = (api: SignInApi): void => {
  test('a challenge shows its public parameters and the name, and nothing that is private', async ({
    pool,
    functions,
  }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');

    const answer = await startCustom(api, own, 'maya');

    expect(answer).toEqual({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'maya', riddle: 'Who sleeps holding hands?' },
      Session: session,
    });
    expect(Buffer.from(answer.Session ?? '', 'base64url').toString('latin1')).not.toContain('otter');
  });

  test('a right answer ends in tokens and nothing else, when the function says so', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');

    expect(await answerCustom(api, own, await startCustom(api, own, 'maya'), 'otter')).toEqual({
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: token,
        IdToken: token,
        RefreshToken: expect.stringMatching(/^eyJjdHkiOiJKV1QiLCJ[\w-]+(\.[\w-]+){4}$/),
        ExpiresIn: 3600,
        TokenType: 'Bearer',
      },
    });
  });

  test('a wrong answer is no error: the functions go on, until they fail the sign-in', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    let asked = await startCustom(api, own, 'maya');
    for (const answer of ['badger', 'beaver']) {
      const next = await answerCustom(api, own, asked, answer);
      expect(next).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE', Session: session });
      expect(next.Session).not.toBe(asked.Session);
      asked = next;
    }
    await expect(answerCustom(api, own, asked, 'seal')).rejects.toMatchObject(wrong);

    const last = own.deployed.events.at(-1);
    expect(last && resultsOf(last)).toEqual(
      Array.from({ length: 3 }, () => ({
        challengeName: 'CUSTOM_CHALLENGE',
        challengeResult: false,
        challengeMetadata: 'RIDDLE-1',
      })),
    );
  });

  test('a right answer after a wrong one signs in', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const second = await answerCustom(api, own, await startCustom(api, own, 'maya'), 'badger');
    expect(await outcomeOf(answerCustom(api, own, second, 'otter'))).toBe('tokens');
    expect(sourcesOf(own.deployed)).toEqual([
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'DefineAuthChallenge',
      'CreateAuthChallenge',
      'VerifyAuthChallengeResponse',
      'DefineAuthChallenge',
    ]);
  });

  test('the functions receive AWS’s events', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    const maya = await own.user('maya', { attributes: { email: 'maya@example.com' } });
    const metadata = { try: '1' };
    const asked = await api.start(own, { flow: 'CUSTOM_AUTH', parameters: { USERNAME: 'maya' }, metadata });
    await answerCustom(api, own, asked, 'badger', { metadata });

    const common = {
      version: '1',
      region: 'us-east-1',
      userPoolId: own.id,
      userName: 'maya',
      callerContext: { awsSdkVersion: expect.stringMatching(/^aws-sdk-js-3\.\d+\.\d+$/), clientId: own.client.id },
    };
    const userAttributes = {
      sub: maya.sub,
      'cognito:user_status': 'CONFIRMED',
      email: 'maya@example.com',
      email_verified: 'true',
    };
    const undecided = { challengeName: null, issueTokens: null, failAuthentication: null };
    const unmade = { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null };
    const results = [{ challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'RIDDLE-1' }];
    const event = (name: string, request: object, response: object) => ({
      ...common,
      triggerSource: `${name}_Authentication`,
      request: { userAttributes, ...request },
      response,
    });
    // What InitiateAuth brings along is not for these functions.
    expect(own.deployed.events).toEqual([
      event('DefineAuthChallenge', { session: [] }, undecided),
      event('CreateAuthChallenge', { challengeName: 'CUSTOM_CHALLENGE', session: [] }, unmade),
      event(
        'VerifyAuthChallengeResponse',
        { privateChallengeParameters: { answer: 'otter' }, challengeAnswer: 'badger', clientMetadata: metadata },
        { answerCorrect: null },
      ),
      event('DefineAuthChallenge', { session: results, clientMetadata: metadata }, undecided),
      event(
        'CreateAuthChallenge',
        { challengeName: 'CUSTOM_CHALLENGE', session: results, clientMetadata: metadata },
        unmade,
      ),
    ]);
  });

  test('a function may say nothing of a challenge but that it is one', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, { ...riddle, CreateAuthChallenge: () => ({}) });
    await own.user('maya');
    const asked = await startCustom(api, own, 'maya');
    expect(asked.ChallengeParameters).toEqual({ USERNAME: 'maya' });

    await answerCustom(api, own, asked, 'badger');
    expect(own.deployed.events.map(({ request }) => request)).toContainEqual(
      expect.objectContaining({ privateChallengeParameters: {}, challengeAnswer: 'badger' }),
    );
    expect(own.deployed.events.flatMap(({ request }) => request['session'] ?? [])).toContainEqual({
      challengeName: 'CUSTOM_CHALLENGE',
      challengeResult: false,
      challengeMetadata: null,
    });
  });

  test('a function may issue tokens, or fail the sign-in, at once', async ({ pool, functions }) => {
    const trusting = await customPool({ pool, functions }, { DefineAuthChallenge: () => ({ issueTokens: true }) });
    await trusting.user('maya');
    expect(await outcomeOf(startCustom(api, trusting, 'maya'))).toBe('tokens');

    const failing = await customPool(
      { pool, functions },
      { DefineAuthChallenge: () => ({ issueTokens: true, failAuthentication: true }) },
    );
    await failing.user('maya');
    await expect(startCustom(api, failing, 'maya')).rejects.toMatchObject(wrong);
  });

  test('an answer is missed, and its session still good', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const asked = await startCustom(api, own, 'maya');
    await expect(answerCustom(api, own, asked, '')).rejects.toMatchObject(invalid('Missing required parameter ANSWER'));
    expect(await outcomeOf(answerCustom(api, own, asked, 'otter'))).toBe('tokens');
  });

  test('a session ends with the minutes that the client gives it', async ({ pool, functions, clock }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const asked = await startCustom(api, own, 'maya');
    clock.advanceSeconds(180);
    await expect(answerCustom(api, own, asked, 'otter')).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session is expired.'),
    );
  });

  const notConfigured = invalid('Custom auth lambda trigger is not configured for the user pool.');
  test('each function is missed where it is needed', async ({ pool, functions, cognito }) => {
    const { DefineAuthChallenge, CreateAuthChallenge } = riddle;
    const none = await customPool({ pool, functions }, {});
    const defining = await customPool({ pool, functions }, { DefineAuthChallenge });
    const creating = await customPool({ pool, functions }, { DefineAuthChallenge, CreateAuthChallenge });
    for (const own of [none, defining, creating]) await own.user('maya');

    await expect(startCustom(api, none, 'maya')).rejects.toMatchObject(notConfigured);
    await expect(startCustom(api, defining, 'maya')).rejects.toMatchObject(notConfigured);
    const asked = await startCustom(api, creating, 'maya');
    await expect(answerCustom(api, creating, asked, 'otter')).rejects.toMatchObject(notConfigured);

    // A pool that lost its functions meanwhile.
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const before = await startCustom(api, own, 'maya');
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id }));
    await expect(answerCustom(api, own, before, 'otter')).rejects.toMatchObject(notConfigured);
  });

  test('what a function throws reaches the caller, with a dot', async ({ pool, functions }) => {
    const throwing = () => {
      throw new Error('no riddles on Mondays.');
    };
    for (const name of ['DefineAuthChallenge', 'CreateAuthChallenge'] as const) {
      const own = await customPool({ pool, functions }, { ...riddle, [name]: throwing });
      await own.user('maya');
      await expect(startCustom(api, own, 'maya')).rejects.toMatchObject({
        name: 'UserLambdaValidationException',
        message: `${name} failed with error no riddles on Mondays..`,
      });
    }
    const own = await customPool({ pool, functions }, { ...riddle, VerifyAuthChallengeResponse: throwing });
    await own.user('maya');
    const asked = await startCustom(api, own, 'maya');
    await expect(answerCustom(api, own, asked, 'otter')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'VerifyAuthChallengeResponse failed with error no riddles on Mondays..',
    });
  });

  test('a temporary password is nothing to functions that do not ask for it', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await invite(own);
    expect(await outcomeOf(answerCustom(api, own, await startCustom(api, own, 'maya'), 'otter'))).toBe('tokens');
    expect(own.deployed.events[0]?.request['userAttributes']).toMatchObject({
      'cognito:user_status': 'FORCE_CHANGE_PASSWORD',
    });
  });

  for (const [status, refusal] of [
    ['UNCONFIRMED', { name: 'UserNotConfirmedException', message: 'User is not confirmed.' }],
    ['RESET_REQUIRED', { name: 'PasswordResetRequiredException', message: 'Password reset required for the user' }],
    ['EXTERNAL_PROVIDER', notAuthorized('Incorrect username or password.')],
  ] as const)
    test(`a user who is ${status} gets no tokens, whatever the function says`, async ({ pool, functions, server }) => {
      const own = await customPool({ pool, functions });
      const maya = await own.user('maya');
      await setStatus(server, own.id, maya.sub, status);
      const asked = await startCustom(api, own, 'maya');
      await expect(answerCustom(api, own, asked, 'otter')).rejects.toMatchObject(refusal);
    });

  test('a disabled user gets no tokens, and shows only where the client hides nothing', async ({
    pool,
    functions,
    cognito,
  }) => {
    const disabled = notAuthorized('User is disabled.');
    const disable = (UserPoolId: string) => cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'maya' }));
    const open = await customPool({ pool, functions });
    await open.user('maya');
    const before = await startCustom(api, open, 'maya');
    await disable(open.id);
    await expect(startCustom(api, open, 'maya')).rejects.toMatchObject(disabled);
    await expect(answerCustom(api, open, before, 'otter')).rejects.toMatchObject(disabled);

    const hiding = await customPool({ pool, functions }, riddle, { client: { PreventUserExistenceErrors: 'ENABLED' } });
    await hiding.user('maya');
    await disable(hiding.id);
    const second = await answerCustom(api, hiding, await startCustom(api, hiding, 'maya'), 'badger');
    await expect(answerCustom(api, hiding, second, 'otter')).rejects.toMatchObject(disabled);
  });

  test('after a proof of the password the functions go on, and hear of it', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle);
    const maya = await own.user('maya');
    const exchange = await startCustomBySrp(api, own, 'maya');
    expect(exchange.challenge).toEqual({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: expect.objectContaining({ USERNAME: 'maya', USER_ID_FOR_SRP: 'maya' }),
      Session: session,
    });
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge']);

    const asked = await exchange.answer(maya.password, { metadata: { try: '2' } });
    expect(asked).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'maya', riddle: 'Who sleeps holding hands?' },
    });
    expect(await outcomeOf(answerCustom(api, own, asked, 'otter'))).toBe('tokens');

    const passed = (challengeName: string, challengeMetadata: string | null = null) => ({
      challengeName,
      challengeResult: true,
      challengeMetadata,
    });
    const defined = own.deployed.events.filter(({ triggerSource }) => triggerSource.startsWith('Define'));
    expect(defined.map(resultsOf)).toEqual([
      [passed('SRP_A')],
      [passed('SRP_A'), passed('PASSWORD_VERIFIER')],
      [passed('SRP_A'), passed('PASSWORD_VERIFIER'), passed('CUSTOM_CHALLENGE', 'RIDDLE-1')],
    ]);
    expect(defined.map(({ request }) => request['clientMetadata'])).toEqual([undefined, { try: '2' }, undefined]);
  });

  test('a proof of the password begins under either name of its parameter', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle);
    await own.user('maya');
    for (const name of ['CHALLENGE_NAME', 'ChallengeName'])
      await expect(startCustom(api, own, 'maya', { [name]: 'SRP_A' })).rejects.toMatchObject(
        invalid('Missing required parameter SRP_A'),
      );
    await expect(startCustom(api, own, 'maya', { CHALLENGE_NAME: 'SRP_A', SRP_A: 'xyz' })).rejects.toMatchObject(
      invalid('Invalid SRP_A was provided.'),
    );
    expect((await startCustomBySrp(api, own, 'maya', 'ChallengeName')).challenge.ChallengeName).toBe(
      'PASSWORD_VERIFIER',
    );
  });

  test('a wrong password ends the sign-in, counts, and reaches no function', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle);
    const maya = await own.user('maya');
    const exchange = await startCustomBySrp(api, own, 'maya');
    await expect(exchange.answer('Wrong-horse-1')).rejects.toMatchObject(wrong);
    await expect(exchange.answer(maya.password)).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge']);

    for (let failures = 1; failures < 5; failures += 1)
      await expect((await startCustomBySrp(api, own, 'maya')).answer('Wrong-horse-1')).rejects.toMatchObject(wrong);
    await expect(startCustomBySrp(api, own, 'maya')).rejects.toMatchObject(notAuthorized('Password attempts exceeded'));
  });

  test('a temporary password that was proven is replaced before the functions go on', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle);
    const maya = await invite(own);
    const owed = await (await startCustomBySrp(api, own, 'maya')).answer(maya.password);
    expect(owed.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge']);

    const asked = await api.respond(own, {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: owed.Session,
      responses: { USERNAME: 'maya', NEW_PASSWORD: 'Another-horse-2' },
    });
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(own.deployed.events.at(-1)?.request['userAttributes']).toMatchObject({ 'cognito:user_status': 'CONFIRMED' });
    expect(await outcomeOf(answerCustom(api, own, asked, 'otter'))).toBe('tokens');
  });

  test('a proof of the password can only come first', async ({ pool, functions }) => {
    const DefineAuthChallenge = () => ({ challengeName: 'PASSWORD_VERIFIER' });
    const own = await customPool({ pool, functions }, { ...riddle, DefineAuthChallenge });
    const maya = await own.user('maya');
    const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' };
    await expect(startCustom(api, own, 'maya')).rejects.toMatchObject(unrecognizable);
    await expect((await startCustomBySrp(api, own, 'maya')).answer(maya.password)).rejects.toMatchObject(
      unrecognizable,
    );
  });

  for (const name of ['NEW_PASSWORD_REQUIRED', 'SELECT_CHALLENGE', 'ANYTHING', 'constructor'])
    test(`${name} is no challenge that a function may name`, async ({ pool, functions }) => {
      const own = await customPool(
        { pool, functions },
        { ...riddle, DefineAuthChallenge: () => ({ challengeName: name }) },
      );
      await own.user('maya');
      await expect(startCustom(api, own, 'maya')).rejects.toMatchObject({
        name: 'InvalidLambdaResponseException',
        message: 'Unrecognizable lambda output',
      });
    });
};
