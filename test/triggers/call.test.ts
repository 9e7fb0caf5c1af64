import { describe, expect, test } from 'vitest';
import type { Pool } from '#domain/pool.js';
import { silentLog, type Log } from '#lib/log.js';
import { createTriggers } from '#triggers/call.js';
import { createAuthChallenge } from '#triggers/create-auth-challenge.js';
import { defineAuthChallenge } from '#triggers/define-auth-challenge.js';
import type { Trigger } from '#triggers/trigger.js';
import type { Invocation } from '#triggers/transport.js';
import { verifyAuthChallengeResponse } from '#triggers/verify-auth-challenge-response.js';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:any';
const pool = {
  id: 'us-east-1_Ab12Cd34E',
  region: 'us-east-1',
  settings: {
    LambdaConfig: { DefineAuthChallenge: arn, CreateAuthChallenge: arn, VerifyAuthChallengeResponse: arn },
  },
} as unknown as Pool;
const occasion = { pool, clientId: 'client1', userName: 'maya', userAgent: undefined };
const triggers = { defineAuthChallenge, createAuthChallenge, verifyAuthChallengeResponse };

/** Calls a trigger whose function gives these outcomes, one after the other. */
const calling = async (trigger: keyof typeof triggers, outcomes: readonly Invocation[], log: Log = silentLog) => {
  const payloads: string[] = [];
  const transport = {
    invoke: async (_: string, payload: string) => {
      payloads.push(payload);
      return outcomes[payloads.length - 1] ?? { kind: 'refused' as const, reason: 'called too often' };
    },
  };
  const request = {
    userAttributes: {},
    session: [],
    challengeName: 'CUSTOM_CHALLENGE',
    privateChallengeParameters: {},
    challengeAnswer: '',
  } as const;
  const any = triggers[trigger] as Trigger<object, unknown>;
  const called = createTriggers({ transport, log }).call(any, occasion, request);
  const outcome = await called.catch((error: unknown) => error);
  return { outcome, payloads };
};

const answering = async (trigger: keyof typeof triggers, body: string) =>
  (await calling(trigger, [{ kind: 'answered', body }])).outcome;
const responding = (trigger: keyof typeof triggers, response: object) =>
  answering(trigger, JSON.stringify({ response }));

const late: Invocation = { kind: 'unanswered', reason: 'Socket timeout while invoking Lambda function' };
const unexpected = (message: string): unknown =>
  expect.objectContaining({ type: 'UnexpectedLambdaException', message });
const unrecognizable = expect.objectContaining({
  type: 'InvalidLambdaResponseException',
  message: 'Unrecognizable lambda output',
});

describe('a call', () => {
  test('that nothing answers is made three times with one event, and no more', async () => {
    const { outcome, payloads } = await calling('defineAuthChallenge', [late, late, late]);
    expect(outcome).toEqual(
      unexpected('DefineAuthChallenge invocation failed due to error Socket timeout while invoking Lambda function.'),
    );
    expect(payloads).toHaveLength(3);
    expect(new Set(payloads).size).toBe(1);
  });

  test('ends with the first that answers', async () => {
    const body = JSON.stringify({ response: { issueTokens: true } });
    const { outcome, payloads } = await calling('defineAuthChallenge', [late, { kind: 'answered', body }]);
    expect(outcome).toEqual({ kind: 'tokens' });
    expect(payloads).toHaveLength(2);
  });

  test('that was refused, or whose function failed, is not made again', async () => {
    const refused = await calling('createAuthChallenge', [{ kind: 'refused', reason: 'AccessDeniedException' }]);
    expect(refused.outcome).toEqual(
      unexpected('CreateAuthChallenge invocation failed due to error AccessDeniedException.'),
    );
    const failed = await calling('createAuthChallenge', [{ kind: 'failed', message: 'no.' }]);
    expect(failed.outcome).toMatchObject({
      type: 'UserLambdaValidationException',
      message: 'CreateAuthChallenge failed with error no..',
    });
    expect([refused.payloads, failed.payloads].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('without a transport says what to set', async () => {
    const request = { userAttributes: {}, session: [] };
    await expect(
      createTriggers({ transport: undefined, log: silentLog }).call(defineAuthChallenge, occasion, request),
    ).rejects.toEqual(
      unexpected(
        'DefineAuthChallenge invocation failed due to error no Lambda endpoint, which the operator of Poolhouse sets as POOLHOUSE_LAMBDA_ENDPOINT.',
      ),
    );
  });

  test('of a trigger that the pool does not have answers nothing and invokes nothing', async () => {
    const none = { ...pool, settings: { ...pool.settings, LambdaConfig: {} } };
    const request = { userAttributes: {}, session: [] };
    const unset = createTriggers({ transport: undefined, log: silentLog });
    expect(await unset.call(defineAuthChallenge, { ...occasion, pool: none }, request)).toBeUndefined();
  });

  test('that fails is logged without what the function said', async () => {
    const lines: string[] = [];
    const note = (fields: object, text: string) => void lines.push(JSON.stringify(fields) + text);
    const log: Log = { debug: note, info: note, warn: note, error: note };
    await calling('defineAuthChallenge', [{ kind: 'failed', message: 'maya may not' }], log);
    await calling('defineAuthChallenge', [{ kind: 'answered', body: '{"response":"secret"}' }], log);
    await calling('defineAuthChallenge', [{ kind: 'refused', reason: 'AccessDeniedException' }], log);

    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"outcome":"failed"');
    expect(lines[2]).toContain('AccessDeniedException');
    for (const line of lines) expect(line).not.toMatch(/maya|secret/);
  });
});

describe('an answer', () => {
  test.each(['', 'null', 'tokens', '{"response":', '<html>'])('of %j is no JSON', async (body) => {
    expect(await answering('defineAuthChallenge', body)).toMatchObject({
      type: 'InvalidLambdaResponseException',
      message: 'Invalid lambda function output : Invalid JSON',
    });
  });

  test.each(['1', '"yes"', '[]', '{}', '{"response":null}', '{"response":[]}', '{"response":"yes"}'])(
    'of %j is not recognized',
    async (body) => {
      for (const trigger of Object.keys(triggers) as (keyof typeof triggers)[])
        expect(await answering(trigger, body)).toEqual(unrecognizable);
    },
  );

  test.each([
    [{ issueTokens: true }, { kind: 'tokens' }],
    [{ issueTokens: true, challengeName: 'CUSTOM_CHALLENGE' }, { kind: 'tokens' }],
    [{ issueTokens: true, failAuthentication: true }, { kind: 'failure' }],
    [{ failAuthentication: true, challengeName: 'CUSTOM_CHALLENGE' }, { kind: 'failure' }],
    [
      { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: null, other: 1 },
      { kind: 'challenge', name: 'CUSTOM_CHALLENGE' },
    ],
  ])('of DefineAuthChallenge: %j', async (response, definition) => {
    expect(await responding('defineAuthChallenge', response)).toEqual(definition);
  });

  test.each([
    {},
    { challengeName: '' },
    { challengeName: null, issueTokens: null, failAuthentication: null },
    { issueTokens: false, failAuthentication: false },
    { issueTokens: 'true' },
    { issueTokens: 1 },
    { issueTokens: true, failAuthentication: 'no' },
    { issueTokens: true, challengeName: 1 },
    { challengeName: ['CUSTOM_CHALLENGE'] },
  ])('of DefineAuthChallenge that decides nothing or is of other types: %j', async (response) => {
    expect(await responding('defineAuthChallenge', response)).toEqual(unrecognizable);
  });

  test('of CreateAuthChallenge holds texts', async () => {
    expect(
      await responding('createAuthChallenge', {
        publicChallengeParameters: { a: '1' },
        privateChallengeParameters: { b: '' },
        challengeMetadata: 'M',
      }),
    ).toEqual({ publicParameters: { a: '1' }, privateParameters: { b: '' }, metadata: 'M' });
    expect(await responding('createAuthChallenge', { publicChallengeParameters: null })).toEqual({
      publicParameters: {},
      privateParameters: {},
      metadata: undefined,
    });
    for (const value of [1, 'text', ['1'], { a: 1 }, { a: null }, { a: { b: '1' } }])
      for (const name of ['publicChallengeParameters', 'privateChallengeParameters'])
        expect(await responding('createAuthChallenge', { [name]: value })).toEqual(unrecognizable);
    expect(await responding('createAuthChallenge', { challengeMetadata: {} })).toEqual(unrecognizable);
  });

  test('of VerifyAuthChallengeResponse is yes or no', async () => {
    expect(await responding('verifyAuthChallengeResponse', { answerCorrect: true })).toBe(true);
    expect(await responding('verifyAuthChallengeResponse', { answerCorrect: false })).toBe(false);
    for (const answerCorrect of [null, undefined, 'true', 1, {}])
      expect(await responding('verifyAuthChallengeResponse', { answerCorrect })).toEqual(unrecognizable);
  });
});
