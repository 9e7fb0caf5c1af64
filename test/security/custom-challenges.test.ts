import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, onTestFinished, vi } from 'vitest';
import {
  answerCustom,
  customPool,
  type Functions,
  passwordThenRiddle,
  resultsOf,
  riddle,
  sourcesOf,
  startCustom,
} from '../support/custom-auth.js';
import { startCustomBySrp } from '../support/custom-srp.js';
import type { RawReply } from '../support/functions.js';
import { present } from '../support/pool.js';
import { notAuthorized } from '../support/refusals.js';
import { adminApi, outcomeOf, publicApi, type SignInAnswer, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const wrong = notAuthorized('Incorrect username or password.');
const sessionInvalid = notAuthorized('Invalid session for the user.');
const usedOnce = notAuthorized('Invalid session for the user, session can only be used once.');
const hiding = { client: { PreventUserExistenceErrors: 'ENABLED' } } as const;
const secretSigns = /otter|sealed words/;

describe('a session that awaits a custom challenge', () => {
  test('is no good for another user, client or pool', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    const other = await customPool({ pool, functions });
    for (const name of ['maya', 'noah']) await own.user(name);
    await other.user('maya');
    const asked = await startCustom(publicApi, own, 'maya');

    await expect(
      answerCustom(publicApi, own, asked, 'otter', { responses: { USERNAME: 'noah' } }),
    ).rejects.toMatchObject(sessionInvalid);
    const client = await own.newClient({ ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] });
    await expect(answerCustom(publicApi, own, asked, 'otter', { client })).rejects.toMatchObject(sessionInvalid);
    for (const api of [publicApi, adminApi])
      await expect(answerCustom(api, other, asked, 'otter')).rejects.toMatchObject(sessionInvalid);
    // None of them reached a function, or used the session up.
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge', 'CreateAuthChallenge']);
    expect(other.deployed.events).toEqual([]);
    expect(await outcomeOf(answerCustom(adminApi, own, asked, 'otter'))).toBe('tokens');
  });

  test('answers no other challenge', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    const maya = await own.user('maya');
    const asked = await startCustom(publicApi, own, 'maya');
    const responses = {
      ANSWER: 'otter',
      NEW_PASSWORD: 'Another-horse-2',
      SMS_MFA_CODE: '123456',
      PASSWORD: maya.password,
    };
    for (const challenge of [
      'NEW_PASSWORD_REQUIRED',
      'SMS_MFA',
      'PASSWORD_VERIFIER',
      'SELECT_CHALLENGE',
      'PASSWORD',
    ] as const)
      await expect(answerCustom(publicApi, own, asked, 'otter', { challenge, responses })).rejects.toMatchObject(
        sessionInvalid,
      );
  });

  test('is changed in no bit: the history, the name and what is private stay what they are', async ({
    pool,
    functions,
  }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const asked = await startCustom(publicApi, own, 'maya');
    const bytes = Buffer.from(asked.Session ?? '', 'base64url');
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      const tampered = { ...asked, Session: changed.toString('base64url') };
      await expect(answerCustom(publicApi, own, tampered, 'otter')).rejects.toMatchObject(sessionInvalid);
    }
  });

  test('is answered once, rightly or wrongly, and the functions hear of it once', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const right = await startCustom(publicApi, own, 'maya');
    expect(await outcomeOf(answerCustom(publicApi, own, right, 'otter'))).toBe('tokens');
    const failed = await startCustom(publicApi, own, 'maya');
    await answerCustom(publicApi, own, failed, 'badger');
    const heard = own.deployed.events.length;

    for (const asked of [right, failed])
      for (const [api, answer] of [
        [publicApi, 'otter'],
        [adminApi, 'otter'],
        [publicApi, 'badger'],
      ] as const)
        await expect(answerCustom(api, own, asked, answer)).rejects.toMatchObject(usedOnce);
    expect(own.deployed.events).toHaveLength(heard);
  });

  test('cannot be answered thirty times at once: one guess is judged', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const asked = await startCustom(publicApi, own, 'maya');
    const guesses = Array.from({ length: 30 }, (_, index) => (index === 29 ? 'otter' : `animal ${index}`));
    const outcomes = await Promise.all(guesses.map((guess) => outcomeOf(answerCustom(publicApi, own, asked, guess))));

    expect(outcomes.filter((outcome) => outcome === `${usedOnce.name}: ${usedOnce.message}`)).toHaveLength(29);
    expect(sourcesOf(own.deployed).filter((name) => name.startsWith('Verify'))).toHaveLength(1);
  });

  test('cannot bring back fewer wrong answers than there were', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions });
    await own.user('maya');
    const first = await startCustom(publicApi, own, 'maya');
    const second = await answerCustom(publicApi, own, first, 'badger');
    const third = await answerCustom(publicApi, own, second, 'beaver');
    for (const earlier of [first, second])
      await expect(answerCustom(publicApi, own, earlier, 'seal')).rejects.toMatchObject(usedOnce);
    await expect(answerCustom(publicApi, own, third, 'seal')).rejects.toMatchObject(wrong);
  });

  test('ends with its user, and with one of the same name before or after', async ({ pool, functions, cognito }) => {
    const own = await customPool({ pool, functions }, riddle, hiding);
    const user = { UserPoolId: own.id, Username: 'maya' };
    const ofNobody = await startCustom(publicApi, own, 'maya');
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await expect(answerCustom(publicApi, own, ofNobody, 'otter')).rejects.toMatchObject(wrong);

    const ofFirst = await startCustom(publicApi, own, 'maya');
    await cognito.send(new AdminDeleteUserCommand(user));
    await expect(answerCustom(publicApi, own, ofFirst, 'otter')).rejects.toMatchObject(sessionInvalid);
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await expect(answerCustom(publicApi, own, ofFirst, 'otter')).rejects.toMatchObject(sessionInvalid);
  });
});

test('a user who is disabled while a function runs gets no tokens', async ({ pool, functions, cognito }) => {
  const own = await customPool(
    { pool, functions },
    {
      ...riddle,
      // The function calls back while the request that called it waits: no transaction may be open.
      async VerifyAuthChallengeResponse(event) {
        await cognito.send(new AdminDisableUserCommand({ UserPoolId: event.userPoolId, Username: event.userName }));
        return { answerCorrect: true };
      },
    },
  );
  await own.user('maya');
  await expect(answerCustom(publicApi, own, await startCustom(publicApi, own, 'maya'), 'otter')).rejects.toMatchObject(
    wrong,
  );
});

test('nothing private is shown, in whatever answer', async ({ pool, functions }) => {
  for (const words of ['otter', `otter ${'sealed words '.repeat(400)}`]) {
    const own = await customPool(
      { pool, functions },
      { ...passwordThenRiddle, CreateAuthChallenge: () => ({ privateChallengeParameters: { answer: words } }) },
    );
    const maya = await own.user('maya');
    const answers: SignInAnswer[] = [];
    const asked = await (await startCustomBySrp(publicApi, own, 'maya')).answer(maya.password);
    answers.push(asked, await answerCustom(publicApi, own, asked, 'badger'));
    for (const answer of answers) {
      expect(JSON.stringify(answer)).not.toMatch(secretSigns);
      expect(Buffer.from(answer.Session ?? '', 'base64url').toString('latin1')).not.toMatch(secretSigns);
    }
    expect(new Set(answers.map(({ Session }) => Session?.length)).size).toBe(1);
  }
});

describe('nobody', () => {
  const trusting: Functions = {
    ...riddle,
    DefineAuthChallenge: (event) =>
      resultsOf(event).length > 0 ? { issueTokens: true } : { challengeName: 'CUSTOM_CHALLENGE' },
    VerifyAuthChallengeResponse: () => ({ answerCorrect: true }),
  };

  test('is asked like somebody and never gets tokens, whatever the functions say', async ({ pool, functions }) => {
    for (const own of [
      await customPool({ pool, functions }, trusting, hiding),
      await customPool({ pool, functions }, { DefineAuthChallenge: () => ({ issueTokens: true }) }, hiding),
    ])
      for (const api of [publicApi, adminApi]) {
        const answer = startCustom(api, own, 'nobody').then((asked) => answerCustom(api, own, asked, 'otter'));
        await expect(answer).rejects.toMatchObject(wrong);
      }
  });

  test('cannot be told from somebody by what is answered on the way', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, riddle, hiding);
    await own.user('maya');
    const walk = async (name: string): Promise<unknown[]> => {
      const seen: unknown[] = [];
      let asked = await startCustom(publicApi, own, name);
      for (const answer of ['badger', 'beaver']) {
        seen.push({ ...asked, Session: asked.Session?.length });
        asked = await answerCustom(publicApi, own, asked, answer);
      }
      return [...seen, await outcomeOf(answerCustom(publicApi, own, asked, 'seal'))];
    };
    const named = (name: string, seen: unknown[]): unknown =>
      JSON.parse(JSON.stringify(seen).replaceAll(`"${name}"`, '"somebody"'));

    expect(named('nobody', await walk('nobody'))).toEqual(named('maya', await walk('maya')));
  });

  test('has the look of a stored name where names are made up for everybody', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, riddle, { ...hiding, UsernameAttributes: ['email'] });
    await own.user('maya@example.com');
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const names = new Set<string | undefined>();
    for (const name of ['maya@example.com', 'nobody@example.com', 'nobody@example.com']) {
      const { ChallengeParameters: shown } = await startCustom(publicApi, own, name);
      expect(shown?.['USERNAME']).toMatch(uuid);
      names.add(shown?.['USERNAME']);
    }
    expect(names.size).toBe(2);
  });

  test('reaches the functions as nobody, under the name that was typed', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, riddle, hiding);
    await own.user('maya');
    await answerCustom(publicApi, own, await startCustom(publicApi, own, 'nobody'), 'badger');
    await answerCustom(publicApi, own, await startCustom(publicApi, own, 'maya'), 'badger');

    const [ofNobody, ofMaya] = [own.deployed.events.slice(0, 5), own.deployed.events.slice(5)];
    for (const { userName, request } of ofNobody)
      expect([userName, request]).toEqual([
        'nobody',
        expect.objectContaining({ userAttributes: {}, userNotFound: true }),
      ]);
    for (const { request } of ofMaya) expect(request['userNotFound']).toBe(false);
  });

  test('may have a name as long as a request, of which the functions see the beginning', async ({
    pool,
    functions,
  }) => {
    const own = await customPool({ pool, functions }, riddle, hiding);
    const name = 'Ж'.repeat(100_000);
    const asked = await startCustom(publicApi, own, name);
    expect(await outcomeOf(answerCustom(publicApi, own, asked, 'badger', { responses: { USERNAME: name } }))).toBe(
      'CUSTOM_CHALLENGE',
    );
    expect(own.deployed.events.map(({ userName }) => userName)).toEqual(
      Array.from({ length: 5 }, () => 'Ж'.repeat(128)),
    );
  });

  test('is named at once where the client hides nothing, and reaches no function', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, trusting);
    const unknown = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(startCustom(publicApi, own, 'nobody')).rejects.toMatchObject(unknown);
    await expect(startCustomBySrp(publicApi, own, 'nobody')).rejects.toMatchObject(unknown);
    expect(own.deployed.events).toEqual([]);
  });

  test('is asked for a password like somebody, and never has it', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle, hiding);
    await own.user('maya');
    const [nobody, somebody] = [
      await startCustomBySrp(publicApi, own, 'nobody'),
      await startCustomBySrp(publicApi, own, 'maya'),
    ];
    expect(Object.keys(nobody.challenge.ChallengeParameters ?? {})).toEqual(
      Object.keys(somebody.challenge.ChallengeParameters ?? {}),
    );
    expect(nobody.challenge.Session).toHaveLength(somebody.challenge.Session?.length ?? 0);
    for (const exchange of [nobody, somebody])
      await expect(exchange.answer('Wrong-horse-1')).rejects.toMatchObject(wrong);
  });
});

describe('a proof of the password in custom authentication', () => {
  test('is no way around the functions', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle, {
      client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    });
    const maya = await own.user('maya');
    const exchange = await startCustomBySrp(publicApi, own, 'maya');
    await expect(exchange.answer(maya.password, { session: undefined })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter Session',
    });
    await expect(
      exchange.answer(maya.password, { challenge: 'CUSTOM_CHALLENGE', responses: { ANSWER: 'otter' } }),
    ).rejects.toMatchObject(sessionInvalid);
    // The session of one sign-in and the proof of another.
    const other = await startCustomBySrp(publicApi, own, 'maya');
    await expect(exchange.answer(maya.password, { session: other.challenge.Session })).rejects.toMatchObject(
      sessionInvalid,
    );
    const plain = await startBySrp(publicApi, own, 'maya');
    await expect(plain.answer(maya.password, { session: exchange.challenge.Session })).rejects.toMatchObject(
      sessionInvalid,
    );
    expect(await outcomeOf(exchange.answer(maya.password))).toBe('CUSTOM_CHALLENGE');
  });

  test('is given once', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, passwordThenRiddle);
    const maya = await own.user('maya');
    const exchange = await startCustomBySrp(publicApi, own, 'maya');
    const outcomes = await Promise.all([1, 2, 3].map(() => outcomeOf(exchange.answer(maya.password))));

    expect(outcomes.filter((outcome) => outcome === 'CUSTOM_CHALLENGE')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === `${usedOnce.name}: ${usedOnce.message}`)).toHaveLength(2);
    // One Define of the start, one of the one proof that counted.
    expect(sourcesOf(own.deployed)).toEqual(['DefineAuthChallenge', 'DefineAuthChallenge', 'CreateAuthChallenge']);
  });
});

describe('a function that misbehaves', () => {
  const unrecognizable = 'InvalidLambdaResponseException: Unrecognizable lambda output';
  const invalidJson = 'InvalidLambdaResponseException: Invalid lambda function output : Invalid JSON';
  const notInvoked = (error: string) => `UnexpectedLambdaException: NAME invocation failed due to error ${error}.`;
  const failed = (error: string) => `UserLambdaValidationException: NAME failed with error ${error}.`;
  const header = { 'x-amz-function-error': 'Unhandled' };
  const issueTokens = JSON.stringify({ response: { issueTokens: true, answerCorrect: true } });

  const cases: readonly (readonly [string, RawReply, string])[] = [
    ['rubbish', { body: '<html>tokens</html>' }, invalidJson],
    ['nothing', { body: '' }, invalidJson],
    ['another shape', { body: '["response"]' }, unrecognizable],
    [
      'other types',
      { body: JSON.stringify({ response: { issueTokens: 'true', answerCorrect: 'true' } }) },
      unrecognizable,
    ],
    [
      'prototype names',
      { body: '{"response":{"__proto__":{"issueTokens":true,"answerCorrect":true}}}' },
      unrecognizable,
    ],
    [
      'too much',
      { body: `${issueTokens}${' '.repeat(300_000)}` },
      failed('Response payload size exceeded maximum allowed payload size (204800 bytes).'),
    ],
    ['another place', { status: 307, headers: { location: '/' }, body: issueTokens }, notInvoked('HTTP status 307')],
    ['a status of 500', { status: 500, body: issueTokens }, notInvoked('HTTP status 500')],
    ['another success', { status: 202, body: issueTokens }, notInvoked('HTTP status 202')],
    ['an error by header', { headers: header, body: issueTokens }, failed('Unhandled')],
    ['an error by body', { body: '{"errorMessage":"no","errorType":"Error"}' }, failed('no')],
  ];
  test.for(cases)('answers %s, and nobody is signed in', async ([, reply, outcome], { pool, functions }) => {
    for (const name of ['DefineAuthChallenge', 'VerifyAuthChallengeResponse'] as const) {
      let broken = name === 'DefineAuthChallenge';
      const own = await customPool(
        { pool, functions },
        {
          ...riddle,
          [name]: (event: Parameters<(typeof riddle)[typeof name]>[0]) => (broken ? reply : riddle[name](event)),
        },
      );
      await own.user('maya');
      const expected = outcome.replace('NAME', name);
      if (broken) expect(await outcomeOf(startCustom(publicApi, own, 'maya'))).toBe(expected);
      broken = false;
      const asked = await startCustom(publicApi, own, 'maya');
      broken = true;
      expect(await outcomeOf(answerCustom(publicApi, own, asked, 'otter'))).toBe(expected);
      // The session is used up: the sign-in starts over.
      broken = false;
      await expect(answerCustom(publicApi, own, asked, 'otter')).rejects.toMatchObject(usedOnce);
      const again = await startCustom(publicApi, own, 'maya');
      expect(await outcomeOf(answerCustom(publicApi, own, again, 'otter'))).toBe('tokens');
    }
  });

  test('or never answers is given up after three times five seconds', async ({ pool, functions }) => {
    const deadlines: number[] = [];
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      deadlines.push(milliseconds);
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), 100);
      return controller.signal;
    });
    onTestFinished(() => timeout.mockRestore());
    const own = await customPool({ pool, functions }, { DefineAuthChallenge: () => new Promise(() => {}) });
    await own.user('maya');

    await expect(startCustom(publicApi, own, 'maya')).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'DefineAuthChallenge invocation failed due to error Socket timeout while invoking Lambda function.',
    });
    expect(deadlines).toEqual([5000, 5000, 5000]);
    expect(own.deployed.events).toHaveLength(3);
  });

  test('or does not exist is named by its error', async ({ pool, functions }) => {
    const own = await customPool(
      { pool, functions },
      {},
      {
        LambdaConfig: { DefineAuthChallenge: 'arn:aws:lambda:us-east-1:000000000000:function:nowhere' },
      },
    );
    await own.user('maya');
    await expect(startCustom(publicApi, own, 'maya')).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'DefineAuthChallenge invocation failed due to error ResourceNotFoundException.',
    });
  });
});

describe('what a session has no room for', () => {
  const large: Functions = {
    ...riddle,
    CreateAuthChallenge: () => ({
      privateChallengeParameters: { answer: 'otter', words: 'sealed words '.repeat(400) },
      challengeMetadata: 'LARGE',
    }),
  };

  test('is kept, and the sign-in goes on as any', async ({ pool, functions }) => {
    const own = await customPool({ pool, functions }, large);
    await own.user('maya');
    const asked = await startCustom(publicApi, own, 'maya');
    const next = await answerCustom(publicApi, own, asked, 'badger');
    expect(await outcomeOf(answerCustom(adminApi, own, next, 'otter'))).toBe('tokens');
    for (const again of [asked, next])
      await expect(answerCustom(publicApi, own, again, 'otter')).rejects.toMatchObject(usedOnce);
    expect(resultsOf(present(own.deployed.events.at(-1)))).toEqual([
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'LARGE' },
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'LARGE' },
    ]);
  });

  test('is kept sealed, for an hour', async ({ pool, functions, server, clock }) => {
    const kept = vi.spyOn(server.store.keptStates, 'keep');
    onTestFinished(() => kept.mockRestore());
    const own = await customPool({ pool, functions }, large);
    await own.user('maya');
    await startCustom(publicApi, own, 'maya');
    const [row] = present(kept.mock.calls[0]);
    const { find, purge } = server.store.keptStates;

    expect(row.sealed.toString('latin1')).not.toMatch(secretSigns);
    expect(await find(own.id, row.id, clock.now())).toEqual(row.sealed);
    clock.advanceMinutes(60);
    expect(await find(own.id, row.id, clock.now())).toBeUndefined();
    clock.advanceSeconds(1);
    expect(await purge(clock.now(), 1000)).toBeGreaterThanOrEqual(1);
    clock.reset();
    expect(await find(own.id, row.id, clock.now())).toBeUndefined();
  });

  test('is limited in length', async ({ pool, functions }) => {
    const endless = { privateChallengeParameters: { words: 'x'.repeat(64 * 1024) } };
    const own = await customPool({ pool, functions }, { ...riddle, CreateAuthChallenge: () => endless });
    await own.user('maya');
    await expect(startCustom(publicApi, own, 'maya')).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  test('is limited in number for one name, known or not', async ({ pool, functions, clock }) => {
    const own = await customPool({ pool, functions }, large, hiding);
    await own.user('maya');
    for (const name of ['maya', 'nobody']) {
      for (let count = 0; count < 100; count += 1) await startCustom(publicApi, own, name);
      await expect(startCustom(publicApi, own, name)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    }
    clock.advanceMinutes(61);
    expect(await outcomeOf(startCustom(publicApi, own, 'maya'))).toBe('CUSTOM_CHALLENGE');
  });
});
