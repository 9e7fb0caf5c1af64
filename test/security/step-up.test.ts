import {
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { asList } from '../support/attributes.js';
import { choiceFlows, startByChoice } from '../support/choice.js';
import { claimsOf } from '../support/claims.js';
import { answerCode, codeOf, prefer, register, sms, totpPool } from '../support/mfa.js';
import { newAddress, newNumber, takesCodes } from '../support/one-time-code-tests.js';
import { invalid, notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi, startByPassword } from '../support/sign-in.js';
import { expect, test } from '../support/test.js';

const level = (number: number): string => `urn:cognito:loa:${number}`;
const outOfReach = 'The user cannot reach any of TARGET_ACR_VALUES.';

test('whether a level is in reach does not tell which users exist', async ({ anonymous, cognito, pool }) => {
  const client = { ...choiceFlows, PreventUserExistenceErrors: 'ENABLED' } as const;
  const own = await totpPool(cognito, pool, 'OPTIONAL', { client });
  const maya = await own.user('maya');
  await own.user('noah');
  await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
  const start = (name: string) => startByChoice(publicApi, own, name, { TARGET_ACR_VALUES: level(4) });
  const out = `InvalidParameterException: ${outOfReach}`;

  expect(await outcomeOf(start('maya'))).toBe('SELECT_CHALLENGE');
  expect(await outcomeOf(start('noah'))).toBe(out);
  const nobodies = Array.from({ length: 32 }, (_, index) => `nobody-${index}`);
  const outcomes = await Promise.all(nobodies.map((name) => outcomeOf(start(name))));
  expect(new Set(outcomes)).toEqual(new Set(['SELECT_CHALLENGE', out]));
  expect(await Promise.all(nobodies.map((name) => outcomeOf(start(name))))).toEqual(outcomes);

  const seeming = nobodies[outcomes.indexOf('SELECT_CHALLENGE')] ?? '';
  const [known, unknown] = [await start('maya'), await start(seeming)];
  expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
  const wrong = notAuthorized('Incorrect username or password.');
  for (const [name, { Session: session }] of [
    ['maya', known],
    [seeming, unknown],
  ] as const) {
    const responses = { USERNAME: name, PASSWORD: 'Wrong-horse-1' };
    await expect(publicApi.respond(own, { challenge: 'PASSWORD', session, responses })).rejects.toMatchObject(wrong);
  }
});

test('the code of a sign-up reaches its own level and no higher one', async ({ anonymous, mailbox, pool }) => {
  const own = await pool({ ...takesCodes, AutoVerifiedAttributes: ['email'] });
  const email = newAddress();
  const who = { ClientId: own.client.id, Username: 'maya' };
  const { Session: signUpSession } = await anonymous.send(
    new SignUpCommand({ ...who, Password: 'Correct-horse-1', UserAttributes: asList({ email }) }),
  );
  const { Session: session } = await anonymous.send(
    new ConfirmSignUpCommand({ ...who, ConfirmationCode: await mailbox.code(email), Session: signUpSession }),
  );
  const start = (parameters: Record<string, string>) =>
    publicApi.start(own, { flow: 'USER_AUTH', parameters: { USERNAME: 'maya', ...parameters }, session });

  for (const number of [3, 4])
    await expect(start({ TARGET_ACR_VALUES: level(number) })).rejects.toMatchObject(invalid(outOfReach));
  await expect(start({ TARGET_ACR_VALUES: 'x' })).rejects.toMatchObject(
    invalid('Invalid TARGET_ACR_VALUES was provided.'),
  );
  await expect(start({ TARGET_ACR_VALUES: level(2), ACCESS_TOKEN: 'x' })).rejects.toMatchObject(
    invalid('Invalid ACCESS_TOKEN was provided.'),
  );
  const { AuthenticationResult: tokens } = await start({ TARGET_ACR_VALUES: `${level(3)} ${level(2)}` });
  expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: level(2), amr: ['email_otp'] });
});

describe('a level is no way around the second factor that the user is asked for', () => {
  for (const mode of ['OPTIONAL', 'ON'] as const)
    test(`by an address that is merely verified, MFA ${mode}`, async ({ anonymous, cognito, mailbox, pool }) => {
      const own = await totpPool(cognito, pool, mode, { client: choiceFlows, SmsConfiguration: sms });
      const phone = newNumber();
      const maya = await own.user('maya');
      const { Session } = await startByPassword(publicApi, own, maya);
      const by = mode === 'ON' ? { Session } : { AccessToken: (await maya.signIn()).accessToken };
      const { secret } = await register(anonymous, by);
      const UserAttributes = asList({ phone_number: phone, phone_number_verified: 'true' });
      await cognito.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId: own.id, Username: 'maya', UserAttributes }),
      );
      await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true } });

      const asked = await startByChoice(publicApi, own, 'maya', {
        TARGET_ACR_VALUES: level(3),
        PREFERRED_CHALLENGE: 'PASSWORD',
        PASSWORD: maya.password,
      });
      expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
      expect(await mailbox.to(phone)).toEqual([]);
      expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe('tokens');
    });

  test('but where none that is asked for reaches it, one that does is', async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { client: choiceFlows, SmsConfiguration: sms });
    const maya = await own.user('maya', { attributes: { phone_number: newNumber() } });
    const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    const asked = await startByChoice(publicApi, own, 'maya', {
      TARGET_ACR_VALUES: level(4),
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: maya.password,
    });
    expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(await outcomeOf(answerCode(publicApi, own, asked, codeOf(secret)))).toBe('tokens');
  });

  test('a code that was the only factor does not stand for the app beside a password', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', takesCodes);
    const email = newAddress();
    const maya = await own.user('maya', { attributes: { email } });
    const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SoftwareTokenMfaSettings: { Enabled: true } });
    const sent = await startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const byCode = await answerCode(publicApi, own, sent, await mailbox.code(email));

    const asked = await startByChoice(publicApi, own, 'maya', {
      TARGET_ACR_VALUES: level(3),
      ACCESS_TOKEN: byCode.AuthenticationResult?.AccessToken ?? '',
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: maya.password,
    });
    expect(asked).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: expect.any(String) });
    expect(asked.AuthenticationResult).toBeUndefined();
    const { AuthenticationResult: tokens } = await answerCode(publicApi, own, asked, codeOf(secret));
    expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: level(4), amr: ['email_otp', 'pwd', 'otp', 'mfa'] });
  });

  test('but a second factor that the token has, and that is asked for, is not asked for again', async ({
    anonymous,
    cognito,
    mailbox,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { client: choiceFlows, SmsConfiguration: sms });
    const phone = newNumber();
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    const { secret } = await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    const sent = await startByPassword(publicApi, own, maya);
    const byCode = await answerCode(publicApi, own, sent, await mailbox.code(phone));

    const asked = await startByChoice(publicApi, own, 'maya', {
      TARGET_ACR_VALUES: level(4),
      ACCESS_TOKEN: byCode.AuthenticationResult?.AccessToken ?? '',
    });
    expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const { AuthenticationResult: tokens } = await answerCode(publicApi, own, asked, codeOf(secret));
    expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: level(4), amr: ['pwd', 'sms', 'otp', 'mfa'] });
  });
});

test('the code by which the user came is good for the second factor beside a password', async ({
  cognito,
  mailbox,
  pool,
}) => {
  const own = await totpPool(cognito, pool, 'OPTIONAL', takesCodes);
  const phone = newNumber();
  const maya = await own.user('maya', { attributes: { phone_number: phone } });
  await prefer(cognito, own, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
  const sent = await startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: 'SMS_OTP' });
  const byCode = await answerCode(publicApi, own, sent, await mailbox.code(phone));

  const { AuthenticationResult: tokens } = await startByChoice(publicApi, own, 'maya', {
    TARGET_ACR_VALUES: level(3),
    ACCESS_TOKEN: byCode.AuthenticationResult?.AccessToken ?? '',
    PREFERRED_CHALLENGE: 'PASSWORD',
    PASSWORD: maya.password,
  });
  expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: level(3), amr: ['sms', 'pwd', 'mfa'] });
});

describe('a sign-in for a level is not begun by a code', () => {
  test('that goes out before anybody has proven who it is', async ({ clock, cognito, mailbox, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { client: choiceFlows, SmsConfiguration: sms });
    const phone = newNumber();
    const maya = await own.user('maya', { attributes: { phone_number: phone } });
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true } });
    const { AuthenticationResult: tokens } = await answerCode(
      publicApi,
      own,
      await startByPassword(publicApi, own, maya),
      await mailbox.code(phone),
    );
    const before = (await mailbox.to(phone)).length;
    clock.advanceSeconds(10);

    for (const token of [{}, { ACCESS_TOKEN: tokens?.AccessToken ?? '', MAX_AGE: '5' }]) {
      const started = await startByChoice(publicApi, own, 'maya', { TARGET_ACR_VALUES: level(2), ...token });
      expect(started).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
      });
      const responses = { USERNAME: 'maya', ANSWER: 'PASSWORD', PASSWORD: 'Wrong-horse-1' };
      const chosen = publicApi.respond(own, { challenge: 'SELECT_CHALLENGE', session: started.Session, responses });
      expect(await outcomeOf(chosen)).toBe('NotAuthorizedException: Incorrect username or password.');
    }
    expect(await mailbox.to(phone)).toHaveLength(before);
  });

  test('and goes on from one by a password alone', async ({ mailbox, pool }) => {
    const own = await pool(takesCodes);
    const email = newAddress();
    await own.user('maya', { attributes: { email } });
    const sent = await startByChoice(publicApi, own, 'maya', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const byCode = await answerCode(publicApi, own, sent, await mailbox.code(email));

    const started = await startByChoice(publicApi, own, 'maya', {
      TARGET_ACR_VALUES: level(3),
      ACCESS_TOKEN: byCode.AuthenticationResult?.AccessToken ?? '',
    });
    expect(started).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
    const responses = { USERNAME: 'maya', ANSWER: 'PASSWORD', PASSWORD: 'Wrong-horse-1' };
    const chosen = publicApi.respond(own, { challenge: 'SELECT_CHALLENGE', session: started.Session, responses });
    expect(await outcomeOf(chosen)).toBe('NotAuthorizedException: Incorrect username or password.');
  });
});
