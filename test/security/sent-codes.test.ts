import { AdminGetUserCommand, AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe } from 'vitest';
import { answerCode, emailPool, otherCode, sender, setPoolMfa, sms, smsPool } from '../support/mfa.js';
import { adminApi, apis, outcomeOf, publicApi, signInBySrp, startByPassword, startBySrp } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const mismatch = 'CodeMismatchException: Invalid code or auth state for the user.';
const exceeded = 'NotAuthorizedException: Password attempts exceeded';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const spent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';
const expired = 'NotAuthorizedException: Invalid session for the user, session is expired.';

const phone = '+15550100';
const phoneUser = { attributes: { phone_number: phone } };

test.for(apis)('a code by text message is the second factor, $name', async (api, { cognito, mailbox, pool }) => {
  const own = await smsPool(pool, { SmsAuthenticationMessage: 'Enter the code is {####}' });
  const maya = await own.user('maya', phoneUser);

  const asked = await startByPassword(api, own, maya);

  expect(asked).toEqual({
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
      CODE_DELIVERY_DESTINATION: '+****0100',
      USER_ID_FOR_SRP: 'maya',
    },
    Session: expect.any(String) as string,
  });
  const code = await mailbox.code(phone);
  expect(code).toMatch(/^\d{6}$/);
  expect((await mailbox.to(phone)).at(-1)).toMatchObject({ text: `Enter the code is ${code}` });
  expect(await outcomeOf(answerCode(api, own, asked, code))).toBe('tokens');
  // The code came back from the phone: it is the user's.
  const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(UserAttributes).toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
});

test.for(apis)('a code by e-mail is the second factor, $name', async (api, { cognito, mailbox, pool }) => {
  const own = await pool({ EmailConfiguration: sender });
  await setPoolMfa(cognito, own, {
    MfaConfiguration: 'ON',
    EmailMfaConfiguration: { Message: 'Your secret code is {####}', Subject: 'Your sign-in' },
  });
  const address = `${api.name}@example.com`;
  const maya = await own.user('maya', { attributes: { email: address, email_verified: 'false' } });

  const asked = await signInBySrp(api, own, maya);

  expect(asked).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: `${address.charAt(0)}***@e***`,
      USER_ID_FOR_SRP: 'maya',
    },
  });
  expect(await mailbox.mail(address)).toMatchObject({ subject: 'Your sign-in' });
  const code = await mailbox.code(address);
  expect(code).toMatch(/^\d{8}$/);
  const answer = answerCode(api, own, asked, code, { responses: { EMAIL_OTP_CODE: '', EMAIL_MFA_CODE: code } });
  expect(await outcomeOf(answer)).toBe('tokens');
  const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
});

test('the code that verifies an address makes it a name of the user, and never takes it from another', async ({
  cognito,
  mailbox,
  pool,
}) => {
  const own = await emailPool(cognito, pool, { AliasAttributes: ['email'] });
  const address = 'alias@example.com';
  const maya = await own.user('maya', { attributes: { email: address, email_verified: 'false' } });
  const noor = await own.user('noor', { attributes: { email: address, email_verified: 'false' } });
  for (const user of [maya, noor]) {
    const asked = await startByPassword(publicApi, own, user);
    const responses = { USERNAME: user.name };
    expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(address), { responses }))).toBe(
      'tokens',
    );
  }
  const flagOf = async (name: string) =>
    (await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: name }))).UserAttributes?.find(
      ({ Name }) => Name === 'email_verified',
    )?.Value;
  expect([await flagOf('maya'), await flagOf('noor')]).toEqual(['true', 'false']);
  expect((await startByPassword(publicApi, own, { name: address, password: maya.password })).ChallengeName).toBe(
    'EMAIL_OTP',
  );
});

test('an answer needs its code and its session', async ({ pool }) => {
  const own = await smsPool(pool);
  const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
  expect(await outcomeOf(answerCode(publicApi, own, asked, ''))).toBe(
    'InvalidParameterException: Missing required parameter SMS_MFA_CODE',
  );
  expect(await outcomeOf(answerCode(publicApi, own, { ...asked, Session: undefined }, '123456'))).toBe(
    'InvalidParameterException: Missing required parameter Session',
  );
});

test('a wrong code spends nothing, a right one spends code and session', async ({ mailbox, pool }) => {
  const own = await smsPool(pool);
  const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
  const code = await mailbox.code(phone);
  expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(code)))).toBe(mismatch);
  expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe('tokens');
  for (const answer of [code, otherCode(code)])
    expect(await outcomeOf(answerCode(publicApi, own, asked, answer))).toBe(spent);
});

test('of a right code answered many times at once one signs in', async ({ mailbox, pool }) => {
  const own = await smsPool(pool);
  const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
  const code = await mailbox.code(phone);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => outcomeOf(answerCode(publicApi, own, asked, code))),
  );
  expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
  for (const outcome of outcomes) expect(['tokens', spent]).toContain(outcome);
});

test('a code ends with its session', async ({ clock, mailbox, pool }) => {
  const own = await smsPool(pool);
  const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
  clock.advanceSeconds(181);
  expect(await outcomeOf(answerCode(publicApi, own, asked, await mailbox.code(phone)))).toBe(expired);
});

describe('a code is good for nothing but its own', () => {
  test('sign-in: not for another one of the same user', async ({ mailbox, pool }) => {
    const own = await smsPool(pool);
    const maya = await own.user('maya', phoneUser);
    const first = await startByPassword(publicApi, own, maya);
    const code = await mailbox.code(phone);
    const second = await startByPassword(publicApi, own, maya);
    expect(await outcomeOf(answerCode(publicApi, own, second, code))).toBe(mismatch);
    expect(await outcomeOf(answerCode(publicApi, own, first, code))).toBe('tokens');
  });

  test('user, client and pool', async ({ mailbox, pool }) => {
    const [own, other] = [await smsPool(pool), await smsPool(pool)];
    const maya = await own.user('maya', phoneUser);
    const noor = await own.user('noor', { attributes: { phone_number: '+15550101' } });
    const stranger = await other.user('maya', { attributes: { phone_number: '+15550102' } });
    const asked = await startByPassword(publicApi, own, maya);
    const code = await mailbox.code(phone);
    const responses = { USERNAME: 'noor' };
    const noors = await startByPassword(publicApi, own, noor);
    expect(await outcomeOf(answerCode(publicApi, own, noors, code, { responses }))).toBe(mismatch);
    expect(await outcomeOf(answerCode(publicApi, own, asked, code, { responses }))).toBe(sessionInvalid);
    const client = await own.newClient();
    expect(await outcomeOf(answerCode(publicApi, own, asked, code, { client }))).toBe(sessionInvalid);
    const strangers = await startByPassword(publicApi, other, stranger);
    expect(await outcomeOf(answerCode(publicApi, other, strangers, code))).toBe(mismatch);
    expect(await outcomeOf(answerCode(publicApi, other, asked, code))).toBe(sessionInvalid);
    expect(await outcomeOf(answerCode(adminApi, own, asked, code))).toBe('tokens');
  });

  test('address: what replaced it is not verified by it', async ({ cognito, mailbox, pool }) => {
    const own = await smsPool(pool);
    const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
    const code = await mailbox.code(phone);
    const UserAttributes = [{ Name: 'phone_number', Value: '+15550199' }];
    await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId: own.id, Username: 'maya', UserAttributes }));
    expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe(mismatch);
  });
});

describe('no challenge stands for another', () => {
  test.for(['PASSWORD_VERIFIER', 'EMAIL_OTP', 'SELECT_MFA_TYPE', 'NEW_PASSWORD_REQUIRED', 'SELECT_CHALLENGE'] as const)(
    'SMS_MFA answered as %s',
    async (challenge, { mailbox, pool }) => {
      const own = await smsPool(pool);
      const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
      const code = await mailbox.code(phone);
      const responses = { ANSWER: 'SMS_MFA', EMAIL_OTP_CODE: code, NEW_PASSWORD: 'Another-horse-2' };
      expect(await outcomeOf(answerCode(publicApi, own, asked, code, { challenge, responses }))).toMatch(
        /^(NotAuthorizedException: Invalid session for the user\.|InvalidParameterException: Missing)/,
      );
    },
  );

  test('a proof of the password that was answered before sends no second code', async ({ mailbox, pool }) => {
    const own = await smsPool(pool);
    const maya = await own.user('maya', { attributes: { phone_number: '+15550177' } });
    const exchange = await startBySrp(publicApi, own, maya.name);
    expect((await exchange.answer(maya.password)).ChallengeName).toBe('SMS_MFA');
    expect(await outcomeOf(exchange.answer(maya.password))).toBe(spent);
    expect(await mailbox.to('+15550177')).toHaveLength(1);
  });
});

describe('guessing', () => {
  test('five wrong codes lock the user, whatever sessions they were for, and the password does not open it', async ({
    clock,
    mailbox,
    pool,
  }) => {
    const own = await smsPool(pool);
    const maya = await own.user('maya', phoneUser);
    for (let failures = 0; failures < 5; failures += 1) {
      const asked = await startByPassword(publicApi, own, maya);
      expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(await mailbox.code(phone))))).toBe(mismatch);
    }
    clock.advanceSeconds(1);
    const asked = await startByPassword(publicApi, own, maya);
    const code = await mailbox.code(phone);
    expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(code)))).toBe(mismatch);

    // Two seconds now: right and wrong codes look alike, and nothing counts.
    for (const guess of [code, otherCode(code)])
      expect(await outcomeOf(answerCode(publicApi, own, asked, guess))).toBe(exceeded);
    clock.advanceSeconds(2);
    expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe('tokens');

    // A success forgets the failures.
    const again = await startByPassword(publicApi, own, maya);
    for (let failures = 0; failures < 4; failures += 1)
      expect(await outcomeOf(answerCode(publicApi, own, again, otherCode(await mailbox.code(phone))))).toBe(mismatch);
    expect(await outcomeOf(answerCode(publicApi, own, again, await mailbox.code(phone)))).toBe('tokens');
  });

  test('thirty guesses at once are thirty guesses', async ({ mailbox, pool }) => {
    const own = await smsPool(pool);
    const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
    const code = await mailbox.code(phone);
    const guesses = Array.from({ length: 30 }, (_, index) => String((Number(code) + 1 + index) % 1_000_000));
    const outcomes = await Promise.all(
      guesses.map((guess) => outcomeOf(answerCode(publicApi, own, asked, guess.padStart(6, '0')))),
    );
    // The fifth failure locks for a second, which a slow machine may outlive: no more than ten are ever judged.
    expect(outcomes.filter((outcome) => outcome === mismatch).length).toBeLessThanOrEqual(10);
    expect(new Set(outcomes).size).toBeGreaterThan(1);
    for (const outcome of outcomes) expect([mismatch, exceeded, sessionInvalid]).toContain(outcome);
  });

  test('ten wrong codes end a session', async ({ clock, mailbox, pool }) => {
    const own = await smsPool(pool, { client: { AuthSessionValidity: 15 } });
    const asked = await startByPassword(publicApi, own, await own.user('maya', phoneUser));
    const code = await mailbox.code(phone);
    for (let failures = 1; failures <= 10; failures += 1) {
      expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(code)))).toBe(mismatch);
      if (failures >= 5) clock.advanceSeconds(2 ** (failures - 5));
    }
    expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe(sessionInvalid);
  });
});

test('codes that were not answered are purged', async ({ clock, mailbox, pool, server }) => {
  const own = await smsPool(pool);
  // What other tests left, and what has expired by now.
  await server.store.signInCodes.purge(clock.now(), 1000);
  await startByPassword(publicApi, own, await own.user('maya', phoneUser));
  await mailbox.code(phone);
  expect(await server.store.signInCodes.purge(clock.now(), 1000)).toBe(0);
  clock.advanceMinutes(4);
  expect(await server.store.signInCodes.purge(clock.now(), 1000)).toBeGreaterThan(0);
});

test('a pool without MFA asks for nothing', async ({ pool }) => {
  const own = await pool({ SmsConfiguration: sms });
  expect(await outcomeOf(startByPassword(publicApi, own, await own.user('maya', phoneUser)))).toBe('tokens');
});
