import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { invalid } from './refusals.js';
import { outcomeOf, type SignInApi, startByPassword, startBySrp } from './sign-in.js';
import { srpClient } from './srp-client.js';
import { invite } from './temporary-password.js';
import { expect, test } from './test.js';

const missing = (name: string) => invalid(`Missing required parameter ${name}`);
const sessionInvalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };

/** Challenges of AWS other than a new password and the proof by SRP. */
const otherChallenges: readonly ChallengeNameType[] = [
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
];

/** The tests that both operations that answer a challenge pass alike. */
export const testRespond = (api: SignInApi): void => {
  test('a proof of the password answers tokens and nothing else', async ({ pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const exchange = await startBySrp(api, own, maya.name);
    const token = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

    expect(await exchange.answer(maya.password)).toEqual({
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

  test('a proof of the password wants its parameters one after the other', async ({ pool }) => {
    const own = await pool();
    const { name, password } = await own.user('maya');
    const exchange = await startBySrp(api, own, name);
    const claim = srpClient(own.id).claim(exchange.parameters, { password, now: new Date() });
    const all = { USERNAME: name, ...claim };
    const respond = (responses: Record<string, string>) =>
      api.respond(own, { challenge: 'PASSWORD_VERIFIER', responses });

    for (const left of ['USERNAME', 'PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP'])
      await expect(respond({ ...all, [left]: '' })).rejects.toMatchObject(missing(left));
    await expect(respond({})).rejects.toMatchObject(missing('USERNAME'));
    expect(await outcomeOf(exchange.answer(password))).toBe('tokens');
  });

  for (const challenge of [...otherChallenges, 'NEW_PASSWORD_REQUIRED' as const])
    test(`${challenge} cannot be answered without its session`, async ({ pool }) => {
      const own = await pool();
      const responses = { USERNAME: 'maya' };
      await expect(api.respond(own, { challenge, responses })).rejects.toMatchObject(missing('Session'));
    });

  for (const challenge of [...otherChallenges, 'PASSWORD_VERIFIER' as const])
    test(`${challenge} is not what a session of NEW_PASSWORD_REQUIRED awaits`, async ({ pool }) => {
      const own = await pool();
      const { Session: session } = await startByPassword(api, own, await invite(own));
      const responses = { USERNAME: 'maya', NEW_PASSWORD: 'Another-horse-2', ANSWER: 'x' };

      await expect(api.respond(own, { challenge, session, responses })).rejects.toMatchObject(sessionInvalid);
      expect(await outcomeOf(api.respond(own, { challenge: 'NEW_PASSWORD_REQUIRED', session, responses }))).toBe(
        'tokens',
      );
    });

  test('a session sent with the proof of a password is checked too', async ({ pool }) => {
    const own = await pool();
    const maya = await own.user('maya');
    const { Session: session } = await startByPassword(api, own, await invite(own, 'noah'));
    const exchange = await startBySrp(api, own, maya.name);

    await expect(exchange.answer(maya.password, { session })).rejects.toMatchObject(sessionInvalid);
    await expect(exchange.answer(maya.password, { session: 'x'.repeat(20) })).rejects.toMatchObject(sessionInvalid);
    expect(await outcomeOf(exchange.answer(maya.password))).toBe('tokens');
  });
};
