import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe } from 'vitest';
import {
  answerCode,
  codeOf,
  emailPool,
  factorsOf,
  otherCode,
  prefer,
  register,
  sender,
  setPoolMfa,
  sms,
  totpPool,
} from '../support/mfa.js';
import type { TestPool, TestUser } from '../support/pool.js';
import { notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, test, type Fixture } from '../support/test.js';
import { clock as testClock } from '../support/poolhouse.js';

beforeEach(() => testClock.stop());

const mismatch = 'CodeMismatchException: Invalid code received for user';
const used = 'ExpiredCodeException: Your software token has already been used once.';
const exceeded = 'NotAuthorizedException: Password attempts exceeded';
const sessionInvalid = 'NotAuthorizedException: Invalid session for the user.';
const spent = 'NotAuthorizedException: Invalid session for the user, session can only be used once.';

/** A user of a pool that requires MFA, with an authenticator app. */
const appUser = async (
  { anonymous, cognito, pool }: Pick<Fixture, 'anonymous' | 'cognito' | 'pool'>,
  name = 'maya',
): Promise<{ own: TestPool; maya: TestUser; secret: string }> => {
  const own = await totpPool(cognito, pool, 'ON', { client: { AuthSessionValidity: 15 } });
  const maya = await own.user(name);
  const { secret } = await register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });
  return { own, maya, secret };
};

describe('a code works once', () => {
  test('after it verified the app', async ({ anonymous, clock, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const maya = await own.user('maya');
    const { Session } = await startByPassword(publicApi, own, maya);
    const associated = await anonymous.send(new AssociateSoftwareTokenCommand({ Session }));
    const UserCode = codeOf(associated.SecretCode);
    await anonymous.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }));
    const asked = await startByPassword(publicApi, own, maya);
    expect(await outcomeOf(answerCode(publicApi, own, asked, UserCode))).toBe(used);
    clock.advanceSeconds(30);
    expect(await outcomeOf(answerCode(publicApi, own, asked, UserCode))).toBe(used);
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(associated.SecretCode)))).toBe('tokens');
  });

  test('at sign-in, and none of an earlier step works after it', async ({ anonymous, cognito, pool }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const next = codeOf(secret, 1);
    expect(await outcomeOf(answerCode(publicApi, own, await startByPassword(publicApi, own, maya), next))).toBe(
      'tokens',
    );
    const asked = await startByPassword(publicApi, own, maya);
    for (const code of [next, codeOf(secret)])
      expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe(used);
  });

  test('in many sign-ins at once', async ({ anonymous, cognito, pool }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const asked = await Promise.all(Array.from({ length: 8 }, () => startByPassword(publicApi, own, maya)));
    const code = codeOf(secret);
    const outcomes = await Promise.all(asked.map((one) => outcomeOf(answerCode(publicApi, own, one, code))));
    expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['tokens', used]));
  });

  test('in one sign-in answered many times at once', async ({ anonymous, cognito, pool }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const asked = await startByPassword(publicApi, own, maya);
    const code = codeOf(secret);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => outcomeOf(answerCode(publicApi, own, asked, code))),
    );
    expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
    for (const outcome of outcomes) expect(['tokens', used, spent]).toContain(outcome);
  });
});

test('a session that was answered is good no more, whatever the code', async ({ anonymous, clock, cognito, pool }) => {
  const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
  const asked = await startByPassword(publicApi, own, maya);
  expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe('tokens');
  clock.advanceSeconds(30);
  expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe(spent);
  // What the refused answer would have used up was not: all or nothing.
  const again = await startByPassword(publicApi, own, maya);
  expect(await outcomeOf(answerCode(publicApi, own, again, codeOf(secret)))).toBe('tokens');
});

describe('guessing', () => {
  test('five wrong codes lock the user; inside the lock a right one looks like a wrong one', async ({
    anonymous,
    clock,
    cognito,
    pool,
  }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const asked = await startByPassword(publicApi, own, maya);
    for (let failures = 0; failures < 6; failures += 1) {
      expect(await outcomeOf(answerCode(publicApi, own, asked, otherCode(codeOf(secret))))).toBe(mismatch);
      if (failures === 4) clock.advanceSeconds(1);
    }
    const again = await startByPassword(publicApi, own, maya);
    for (const session of [asked, again])
      for (const code of [codeOf(secret), otherCode(codeOf(secret))])
        expect(await outcomeOf(answerCode(publicApi, own, session, code))).toBe(exceeded);
    clock.advanceSeconds(2);
    expect(await outcomeOf(answerCode(publicApi, own, again, codeOf(secret)))).toBe('tokens');
  });

  test('thirty guesses at once are thirty guesses', async ({ anonymous, cognito, pool }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const asked = await Promise.all(Array.from({ length: 3 }, () => startByPassword(publicApi, own, maya)));
    const right = Number(codeOf(secret));
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const guess = String((right + 7 + index) % 1_000_000).padStart(6, '0');
        return outcomeOf(answerCode(publicApi, own, asked[index % 3] ?? {}, guess));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === mismatch).length).toBeLessThanOrEqual(10);
    expect(outcomes).toContain(exceeded);
  });

  test('what is no code is a wrong one', async ({ anonymous, cognito, pool }) => {
    const { own, maya } = await appUser({ anonymous, cognito, pool });
    const asked = await startByPassword(publicApi, own, maya);
    for (const code of ['１２３４５６', 'abcdef', '1'])
      expect(await outcomeOf(answerCode(publicApi, own, asked, code))).toBe(mismatch);
  });

  test('a code of another user’s app is wrong', async ({ anonymous, cognito, pool }) => {
    const { own, maya } = await appUser({ anonymous, cognito, pool });
    const noor = await own.user('noor');
    const { secret } = await register(anonymous, { Session: (await startByPassword(publicApi, own, noor)).Session });
    const asked = await startByPassword(publicApi, own, maya);
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe(mismatch);
    const noors = await startByPassword(publicApi, own, noor);
    const responses = { USERNAME: 'maya' };
    expect(await outcomeOf(answerCode(publicApi, own, noors, codeOf(secret), { responses }))).toBe(sessionInvalid);
  });
});

describe('no way around the second factor', () => {
  test.for([
    'SMS_MFA',
    'EMAIL_OTP',
    'MFA_SETUP',
    'SELECT_MFA_TYPE',
    'NEW_PASSWORD_REQUIRED',
    'PASSWORD_VERIFIER',
  ] as const)('SOFTWARE_TOKEN_MFA answered as %s', async (challenge, { anonymous, cognito, pool }) => {
    const { own, maya, secret } = await appUser({ anonymous, cognito, pool });
    const asked = await startByPassword(publicApi, own, maya);
    const responses = {
      ANSWER: 'SMS_MFA',
      EMAIL: 'eve@example.com',
      SMS_MFA_CODE: '000000',
      EMAIL_OTP_CODE: '00000000',
    };
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret), { challenge, responses }))).toMatch(
      /^(NotAuthorizedException: Invalid session for the user\.|InvalidParameterException: Missing)/,
    );
  });

  test('what cannot be chosen is not chosen, and a choice is made once', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const maya = await own.user('maya', { attributes: { phone_number: '+15550188' } });
    const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true }, SoftwareTokenMfaSettings: { Enabled: true } });
    const asked = await startByPassword(publicApi, own, maya);
    expect(asked).toMatchObject({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: 'maya' },
    });
    const choose = (ANSWER: string) => answerCode(publicApi, own, asked, '', { responses: { ANSWER } });
    for (const answer of ['EMAIL_OTP', 'EMAIL_MFA', 'WEB_AUTHN', 'MFA_SETUP', 'toString'])
      expect(await outcomeOf(choose(answer))).toBe('InvalidParameterException: Invalid ANSWER was provided.');
    expect(await outcomeOf(choose(''))).toBe('InvalidParameterException: Missing required parameter ANSWER');

    const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcomeOf(choose('SMS_MFA'))));

    expect(outcomes.filter((outcome) => outcome === 'SMS_MFA')).toHaveLength(1);
    expect(await mailbox.to('+15550188')).toHaveLength(1);
    const second = await startByPassword(publicApi, own, maya);
    const chosen = await answerCode(publicApi, own, second, '', { responses: { ANSWER: 'SOFTWARE_TOKEN_MFA' } });
    expect(chosen.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(await outcomeOf(answerCode(publicApi, own, chosen, codeOf(secret)))).toBe('tokens');
  });

  test('a sign-in that waited to set a factor up sets none up once the user has one', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const maya = await own.user('maya');
    const thief = await startByPassword(publicApi, own, maya);
    const theft = await anonymous.send(new AssociateSoftwareTokenCommand({ Session: thief.Session }));
    const { secret } = await register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });

    for (const send of [
      () => anonymous.send(new AssociateSoftwareTokenCommand({ Session: theft.Session })),
      () =>
        anonymous.send(new VerifySoftwareTokenCommand({ Session: theft.Session, UserCode: codeOf(theft.SecretCode) })),
    ])
      await expect(send()).rejects.toMatchObject(notAuthorized('Invalid session for the user.'));
    const asked = await startByPassword(publicApi, own, maya);
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(theft.SecretCode)))).toBe(mismatch);
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe('tokens');
  });

  test('a sign-in that waited proves nothing by an app that was set up in another one', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const maya = await own.user('maya');
    const { Session: session } = await startByPassword(publicApi, own, maya);
    await register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });

    const answer = publicApi.respond(own, { challenge: 'MFA_SETUP', session, responses: { USERNAME: 'maya' } });
    expect(await outcomeOf(answer)).toBe(
      'InvalidParameterException: No second factor has been set up in this session.',
    );
  });

  test('a session that set nothing up goes nowhere', async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const asked = await startByPassword(publicApi, own, await own.user('maya'));
    const associated = await anonymous.send(new AssociateSoftwareTokenCommand({ Session: asked.Session }));
    for (const session of [asked.Session, associated.Session])
      expect(
        await outcomeOf(publicApi.respond(own, { challenge: 'MFA_SETUP', session, responses: { USERNAME: 'maya' } })),
      ).toBe('InvalidParameterException: No second factor has been set up in this session.');
  });

  test('a new password comes before the second factor, and is not enough', async ({ cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: own.id,
        Username: 'maya',
        MessageAction: 'SUPPRESS',
        TemporaryPassword: 'Temporary-horse-1',
      }),
    );
    const asked = await startByPassword(publicApi, own, { name: 'maya', password: 'Temporary-horse-1' });
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const responses = { NEW_PASSWORD: 'Another-horse-2' };
    expect(await outcomeOf(answerCode(publicApi, own, asked, '', { responses }))).toBe('MFA_SETUP');
  });
});

describe('e-mail is set up by a code to the address', () => {
  const setUpEmail = async ({ cognito, pool }: Pick<Fixture, 'cognito' | 'pool'>, EMAIL: string, settings = {}) => {
    const own = await emailPool(cognito, pool, settings);
    const maya = await own.user('maya');
    const asked = await startByPassword(publicApi, own, maya);
    return { own, maya, asked, give: () => answerCode(publicApi, own, asked, '', { responses: { EMAIL } }) };
  };

  test('which then is the user’s, verified', async ({ cognito, mailbox, pool }) => {
    const { own, maya, asked, give } = await setUpEmail({ cognito, pool }, 'set-up@example.com');
    expect(asked.ChallengeParameters).toMatchObject({ MFAS_CAN_SETUP: '["EMAIL_OTP"]' });
    const coded = await give();
    expect(coded).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: 's***@e***', USER_ID_FOR_SRP: 'maya' },
    });
    expect(await outcomeOf(give())).toBe(spent);
    expect(await mailbox.to('set-up@example.com')).toHaveLength(1);
    expect(await outcomeOf(answerCode(publicApi, own, coded, await mailbox.code('set-up@example.com')))).toBe('tokens');
    const again = await startByPassword(publicApi, own, maya);
    expect(again).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: 's***@e***' },
    });
  });

  test.for(['no address', `${'a'.repeat(250)}@example.com`, 'a@b c'])(
    'not to "%s"',
    async (email, { cognito, pool }) => {
      const { give } = await setUpEmail({ cognito, pool }, email);
      expect(await outcomeOf(give())).toBe('InvalidParameterException: Invalid email address format.');
    },
  );

  test('not where the pool takes none', async ({ cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'ON');
    const asked = await startByPassword(publicApi, own, await own.user('maya'));
    expect(await outcomeOf(answerCode(publicApi, own, asked, '', { responses: { EMAIL: 'a@example.com' } }))).toBe(
      'InvalidParameterException: The user cannot set up e-mail as a second factor.',
    );
  });

  test('not to an address that is somebody else’s name', async ({ cognito, mailbox, pool }) => {
    const { own, give } = await setUpEmail({ cognito, pool }, 'taken@example.com', { AliasAttributes: ['email'] });
    await own.user('noor', { attributes: { email: 'taken@example.com' } });
    const coded = await give();
    expect(await outcomeOf(answerCode(publicApi, own, coded, await mailbox.code('taken@example.com')))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    );
  });

  test('not once the user has an authenticator app', async ({ anonymous, cognito, mailbox, pool }) => {
    const own = await pool({ EmailConfiguration: sender });
    await setPoolMfa(cognito, own, {
      MfaConfiguration: 'ON',
      EmailMfaConfiguration: {},
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const maya = await own.user('maya');
    const thief = await startByPassword(publicApi, own, maya);
    const coded = await answerCode(publicApi, own, thief, '', { responses: { EMAIL: 'thief@example.com' } });
    await register(anonymous, { Session: (await startByPassword(publicApi, own, maya)).Session });
    expect(await outcomeOf(answerCode(publicApi, own, coded, await mailbox.code('thief@example.com')))).toBe(
      sessionInvalid,
    );
    expect(await factorsOf(cognito, own)).toEqual({});
  });
});
