import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach } from 'vitest';
import { choiceFlows, startByChoice } from '../support/choice.js';
import { newAddress, newNumber, takesCodes, wrongCode } from '../support/one-time-code-tests.js';
import { otherCode } from '../support/mfa.js';
import type { TestPool } from '../support/pool.js';
import { notAuthorized } from '../support/refusals.js';
import { adminApi, outcomeOf, publicApi } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { setStatus } from '../support/user-states.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const sessionInvalid = notAuthorized('Invalid session for the user.');
const resetRequired = {
  name: 'PasswordResetRequiredException',
  message: 'Password reset required for the user',
};
const hiding = { ...takesCodes, client: { ...choiceFlows, PreventUserExistenceErrors: 'ENABLED' } } as const;

const preferMail = (own: TestPool, name = 'maya', api = publicApi) =>
  startByChoice(api, own, name, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });

const answer = (own: TestPool, session: string | undefined, code: string, name = 'maya') =>
  publicApi.respond(own, {
    challenge: 'EMAIL_OTP',
    session,
    responses: { USERNAME: name, EMAIL_OTP_CODE: code },
  });

test('ten guesses use a session up: then the right code comes too late', async ({ mailbox, pool }) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const { Session: session } = await preferMail(own);
  const code = await mailbox.code(to);

  for (let guess = 0; guess < 10; guess += 1)
    await expect(answer(own, session, otherCode(code))).rejects.toMatchObject(wrongCode);
  await expect(answer(own, session, otherCode(code))).rejects.toMatchObject(sessionInvalid);
  await expect(answer(own, session, code)).rejects.toMatchObject(sessionInvalid);
});

test('thirty guesses at once are ten', async ({ mailbox, pool }) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const { Session: session } = await preferMail(own);
  const code = await mailbox.code(to);

  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () => outcomeOf(answer(own, session, otherCode(code)))),
  );
  expect(outcomes.filter((outcome) => outcome.startsWith('CodeMismatchException'))).toHaveLength(10);
  await expect(answer(own, session, code)).rejects.toMatchObject(sessionInvalid);
});

test('of two right answers at once one signs in', async ({ mailbox, pool }) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const { Session: session } = await preferMail(own);
  const code = await mailbox.code(to);

  const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcomeOf(answer(own, session, code))));
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
});

test('a code belongs to its own session', async ({ mailbox, pool }) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const first = await preferMail(own);
  const firstCode = await mailbox.code(to);
  const second = await preferMail(own);

  await expect(answer(own, second.Session, firstCode)).rejects.toMatchObject(wrongCode);
  expect(await outcomeOf(answer(own, first.Session, firstCode))).toBe('tokens');
});

test('a session of one code is not answered by another challenge', async ({ mailbox, pool }) => {
  const own = await pool(takesCodes);
  const [to, number] = [newAddress(), newNumber()];
  const { password } = await own.user('maya', { attributes: { email: to, phone_number: number } });
  const { Session: session } = await preferMail(own);
  const code = await mailbox.code(to);
  const responses = {
    USERNAME: 'maya',
    ANSWER: 'PASSWORD',
    PASSWORD: password,
    NEW_PASSWORD: password,
    SMS_OTP_CODE: code,
    SMS_MFA_CODE: code,
  };

  for (const challenge of ['SMS_OTP', 'SELECT_CHALLENGE', 'PASSWORD', 'SMS_MFA', 'NEW_PASSWORD_REQUIRED'] as const)
    await expect(publicApi.respond(own, { challenge, session, responses })).rejects.toMatchObject(sessionInvalid);
  expect(await outcomeOf(answer(own, session, code))).toBe('tokens');
});

test('a list is not answered with a code that was never sent', async ({ pool }) => {
  const own = await pool(takesCodes);
  await own.user('maya', { attributes: { email: newAddress() } });
  const { Session: session } = await startByChoice(publicApi, own, 'maya');
  expect(await answer(own, session, '12345678')).toMatchObject({ ChallengeName: 'EMAIL_OTP' });
});

test('who does not exist is asked for a code like everybody else, and fails like a wrong one', async ({ pool }) => {
  const own = await pool(hiding);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const asked = { ChallengeName: 'EMAIL_OTP', Session: expect.any(String) };
  const [known, unknown] = [await preferMail(own), await preferMail(own, 'nobody@example.com')];

  expect(known).toMatchObject(asked);
  expect(unknown).toMatchObject({
    ...asked,
    ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'n***@e***' },
    AvailableChallenges: expect.arrayContaining(['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP']),
  });
  expect(Object.keys(unknown).toSorted()).toEqual(Object.keys(known).toSorted());
  expect(unknown.Session?.length).toBe(known.Session?.length);
  for (let guess = 0; guess < 10; guess += 1)
    await expect(answer(own, unknown.Session, '12345678', 'nobody@example.com')).rejects.toMatchObject(wrongCode);
  await expect(answer(own, unknown.Session, '12345678', 'nobody@example.com')).rejects.toMatchObject(sessionInvalid);
});

test('who does not exist is offered the same whenever it is asked, and may choose it', async ({ pool }) => {
  const own = await pool(hiding);
  for (const name of ['nobody@example.com', 'nobody', 'somebody']) {
    const list = await startByChoice(publicApi, own, name);
    expect((await startByChoice(publicApi, own, name.toUpperCase())).AvailableChallenges).toContain('EMAIL_OTP');
    expect((await startByChoice(publicApi, own, name)).AvailableChallenges).toEqual(list.AvailableChallenges);
    const preferred = await preferMail(own, name);
    expect(preferred.AvailableChallenges).toEqual(list.AvailableChallenges);
    const chosen = await answer(own, list.Session, '', name);
    expect(chosen.ChallengeParameters).toEqual(preferred.ChallengeParameters);
  }
});

test('nothing is sent for who does not exist, and sending is limited alike', async ({ mailbox, pool }) => {
  const own = await pool(hiding);
  const to = newAddress();
  for (let sent = 0; sent < 20; sent += 1) await preferMail(own, to);
  await expect(preferMail(own, to)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  expect(await mailbox.to(to)).toEqual([]);
});

test('a disabled user looks like others, is sent nothing and does not sign in', async ({ cognito, mailbox, pool }) => {
  const own = await pool(hiding);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  await cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }));

  const asked = await preferMail(own);
  expect(asked.ChallengeParameters).toEqual({
    CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
    CODE_DELIVERY_DESTINATION: 'm***@e***',
  });
  expect(await mailbox.to(to)).toEqual([]);
  await expect(answer(own, asked.Session, '12345678')).rejects.toMatchObject(wrongCode);
});

test('a user who was disabled after the code was sent does not sign in', async ({ cognito, mailbox, pool }) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  await own.user('maya', { attributes: { email: to } });
  const { Session: session } = await preferMail(own);
  await cognito.send(new AdminDisableUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  await expect(answer(own, session, await mailbox.code(to))).rejects.toMatchObject(notAuthorized('User is disabled.'));
});

test('one address asks for so many codes of a pool and no more, but for back ends', async ({ pool }) => {
  const own = await pool(takesCodes);
  const names = Array.from({ length: 11 }, (_, index) => `user${index}`);
  for (const name of names) await own.user(name, { attributes: { email: newAddress() } });
  for (const name of names.slice(0, 10)) for (let sent = 0; sent < 20; sent += 1) await preferMail(own, name);

  await expect(preferMail(own, 'user10')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  expect((await preferMail(own, 'user10', adminApi)).ChallengeName).toBe('EMAIL_OTP');
});

test('who must reset the password gets no tokens for a code, not even an ID token', async ({
  mailbox,
  pool,
  server,
}) => {
  const own = await pool(takesCodes);
  const to = newAddress();
  const { sub } = await own.user('maya', { attributes: { email: to } });
  const { Session: session } = await preferMail(own);
  await setStatus(server, own.id, sub, 'RESET_REQUIRED');
  const code = await mailbox.code(to);

  await expect(answer(own, session, code)).rejects.toMatchObject(resetRequired);
  const [next, nextCode] = [await preferMail(own), await mailbox.code(to)];
  await expect(answer(own, next.Session, nextCode)).rejects.toMatchObject(resetRequired);
  await setStatus(server, own.id, sub, 'CONFIRMED');
  expect(await outcomeOf(answer(own, next.Session, nextCode))).toBe('tokens');
});
