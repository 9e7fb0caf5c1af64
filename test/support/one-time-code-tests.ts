import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomUUID } from 'node:crypto';
import { asList, sms } from './attributes.js';
import { choiceFlows, startByChoice } from './choice.js';
import { claimsOf } from './claims.js';
import { otherCode } from './mfa.js';
import type { PoolSettings } from './pool.js';
import { invalid, notAuthorized } from './refusals.js';
import { outcomeOf, type SignInApi } from './sign-in.js';
import { invite } from './temporary-password.js';
import { expect, test } from './test.js';

/** A pool whose users may sign in by a code alone. */
export const takesCodes: PoolSettings = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
  ...sms,
  client: choiceFlows,
};

/** An address of the test's own. */
export const newAddress = (): string => `maya-${randomUUID()}@example.com`;

/** A number of the test's own. */
export const newNumber = (): string => `+1${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`;

/** What a wrong code is answered with. */
export const wrongCode = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

const channels = [
  { factor: 'EMAIL_OTP', attribute: 'email', address: newAddress, medium: 'EMAIL', mask: /^m\*{3}@e\*{3}$/ },
  { factor: 'SMS_OTP', attribute: 'phone_number', address: newNumber, medium: 'SMS', mask: /^\+\*{7}\d{4}$/ },
] as const;

/** The tests that both APIs pass of a sign-in by a code alone. */
export const testOneTimeCode = (api: SignInApi): void => {
  for (const { factor, attribute, address, medium, mask } of channels) {
    const answerCode = (own: Parameters<typeof startByChoice>[1], session: string | undefined, code: string) =>
      api.respond(own, { challenge: factor, session, responses: { USERNAME: 'maya', [`${factor}_CODE`]: code } });

    test(`a preferred ${factor} sends a code of 8 digits, which answers tokens`, async ({ mailbox, pool }) => {
      const own = await pool(takesCodes);
      const to = address();
      await own.user('maya', { attributes: { [attribute]: to, [`${attribute}_verified`]: 'true' } });

      const asked = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      expect(asked).toEqual({
        ChallengeName: factor,
        ChallengeParameters: {
          CODE_DELIVERY_DELIVERY_MEDIUM: medium,
          CODE_DELIVERY_DESTINATION: expect.stringMatching(mask),
        },
        AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', factor],
        Session: expect.stringMatching(/^[\w-]{1000,2048}$/),
      });
      const code = await mailbox.code(to);
      expect(code).toMatch(/^\d{8}$/);
      const { ChallengeParameters, AuthenticationResult } = await answerCode(own, asked.Session, code);
      expect(ChallengeParameters).toEqual({});
      expect(AuthenticationResult?.RefreshToken).toBeDefined();
    });

    for (const how of ['SELECT_CHALLENGE', factor] as const)
      test(`the list is answered by ${how}, and ${factor} asked`, async ({ mailbox, pool }) => {
        const own = await pool(takesCodes);
        const to = address();
        await own.user('maya', { attributes: { [attribute]: to } });
        const list = await startByChoice(api, own, 'maya');
        expect(list.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD', factor]);

        const asked = await api.respond(own, {
          challenge: how,
          session: list.Session,
          responses: { USERNAME: 'maya', ...(how === 'SELECT_CHALLENGE' && { ANSWER: factor }) },
        });
        expect(asked.ChallengeName).toBe(factor);
        expect(await outcomeOf(answerCode(own, asked.Session, await mailbox.code(to)))).toBe('tokens');
      });

    test(`a wrong ${factor} leaves the session as it was, a right one uses it up`, async ({ mailbox, pool }) => {
      const own = await pool(takesCodes);
      const to = address();
      await own.user('maya', { attributes: { [attribute]: to } });
      const { Session: session } = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      const code = await mailbox.code(to);

      await expect(answerCode(own, session, '')).rejects.toMatchObject(
        invalid(`Missing required parameter ${factor}_CODE`),
      );
      for (const wrong of [otherCode(code), code.slice(1), 'x', otherCode(code), otherCode(code), otherCode(code)])
        await expect(answerCode(own, session, wrong)).rejects.toMatchObject(wrongCode);
      expect(await outcomeOf(answerCode(own, session, code))).toBe('tokens');
      await expect(answerCode(own, session, code)).rejects.toMatchObject(
        notAuthorized('Invalid session for the user, session can only be used once.'),
      );
    });

    test(`${factor} works as long as its session`, async ({ clock, mailbox, pool }) => {
      const own = await pool(takesCodes);
      const to = address();
      await own.user('maya', { attributes: { [attribute]: to } });
      const { Session: session } = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      clock.advanceMinutes(3);
      await expect(answerCode(own, session, await mailbox.code(to))).rejects.toMatchObject(
        notAuthorized('Invalid session for the user, session is expired.'),
      );
    });

    test(`the first ${factor} verifies the address, and tokens say so`, async ({ cognito, mailbox, pool }) => {
      const own = await pool(takesCodes);
      const to = address();
      await own.user('maya', { attributes: { [attribute]: to, [`${attribute}_verified`]: 'false' } });
      const { Session: session } = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      const { AuthenticationResult } = await answerCode(own, session, await mailbox.code(to));

      expect(claimsOf(AuthenticationResult?.IdToken ?? '')).toMatchObject({ [`${attribute}_verified`]: true });
      const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
      expect(UserAttributes).toContainEqual({ Name: `${attribute}_verified`, Value: 'true' });
    });

    test(`the first ${factor} confirms who signed up`, async ({ anonymous, cognito, mailbox, pool }) => {
      const own = await pool(takesCodes);
      const to = address();
      await anonymous.send(
        new SignUpCommand({
          ClientId: own.client.id,
          Username: 'maya',
          Password: 'Correct-horse-1',
          UserAttributes: asList({ [attribute]: to }),
        }),
      );
      const { Session: session } = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      expect(await outcomeOf(answerCode(own, session, await mailbox.code(to)))).toBe('tokens');
      const { UserStatus } = await cognito.send(new AdminGetUserCommand({ UserPoolId: own.id, Username: 'maya' }));
      expect(UserStatus).toBe('CONFIRMED');
    });

    test(`${factor} of an address that was replaced meanwhile proves nothing`, async ({ cognito, mailbox, pool }) => {
      const own = await pool(takesCodes);
      const [to, next] = [address(), address()];
      await own.user('maya', { attributes: { [attribute]: to } });
      const { Session: session } = await startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: factor });
      await cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: own.id,
          Username: 'maya',
          UserAttributes: asList({ [attribute]: next }),
        }),
      );
      await expect(answerCode(own, session, await mailbox.code(to))).rejects.toMatchObject(wrongCode);
    });
  }

  test('no code is offered to who has a temporary password, or no address', async ({ pool }) => {
    const own = await pool(takesCodes);
    await invite(own, 'noah', { attributes: { email: newAddress(), email_verified: 'true' } });
    await own.user('maya');
    for (const name of ['noah', 'maya'])
      expect(await startByChoice(api, own, name, { PREFERRED_CHALLENGE: 'EMAIL_OTP' })).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
      });
  });

  test('codes are sent to one user so often and no more, until one is used', async ({ clock, mailbox, pool }) => {
    const own = await pool(takesCodes);
    const to = newAddress();
    await own.user('maya', { attributes: { email: to } });
    const ask = () => startByChoice(api, own, 'maya', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const tooMany = { name: 'TooManyRequestsException', message: 'Rate exceeded' };

    for (let sent = 1; sent < 20; sent += 1) await ask();
    const last = await ask();
    await expect(ask()).rejects.toMatchObject(tooMany);
    const responses = { USERNAME: 'maya', EMAIL_OTP_CODE: await mailbox.code(to) };
    await api.respond(own, { challenge: 'EMAIL_OTP', session: last.Session, responses });
    for (let sent = 0; sent < 20; sent += 1) await ask();
    await expect(ask()).rejects.toMatchObject(tooMany);
    clock.advanceMinutes(60);
    expect((await ask()).ChallengeName).toBe('EMAIL_OTP');
  });
};
