import { AdminCreateUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { claimsOf } from '../support/claims.js';
import {
  apis,
  outcomeOf,
  type SignInAnswer,
  type SignInApi,
  signInBySrp,
  startByPassword,
} from '../support/sign-in.js';
import type { TestPool } from '../support/pool.js';
import { expect, test } from '../support/test.js';

type Start = (api: SignInApi, own: TestPool, user: { name: string; password: string }) => Promise<SignInAnswer>;
const ways: Readonly<Record<string, Start>> = { 'a password in clear': startByPassword, SRP: signInBySrp };

for (const api of apis)
  for (const [way, start] of Object.entries(ways))
    test(`${api.name}: who was invited by mail comes in by ${way} and chooses a password`, async ({
      anonymous,
      clock,
      cognito,
      mailbox,
      pool,
    }) => {
      const own = await pool({
        AliasAttributes: ['email'],
        Schema: [{ Name: 'given_name', AttributeDataType: 'String', Mutable: true, Required: true }],
      });
      const email = `invited-${api.name}-${way.replaceAll(' ', '-')}@example.com`;
      const attributes = { email, email_verified: 'true' };
      await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: own.id,
          Username: 'maya',
          DesiredDeliveryMediums: ['EMAIL'],
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      const password = await mailbox.code(email);
      clock.advanceDays(6.9);

      const challenge = await start(api, own, { name: email, password });
      expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      expect(challenge.ChallengeParameters?.['requiredAttributes']).toBe('["userAttributes.given_name"]');

      const responses = {
        USERNAME: challenge.ChallengeParameters?.['USER_ID_FOR_SRP'] ?? '',
        NEW_PASSWORD: 'Another-horse-2',
        'userAttributes.given_name': 'Maya',
      };
      const { AuthenticationResult: tokens } = await api.respond(own, {
        challenge: 'NEW_PASSWORD_REQUIRED',
        session: challenge.Session,
        responses,
      });
      expect(claimsOf(tokens?.IdToken)).toMatchObject({ ...attributes, email_verified: true, given_name: 'Maya' });
      expect(await anonymous.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }))).toMatchObject({
        Username: 'maya',
      });

      for (const again of Object.values(ways)) {
        expect(await outcomeOf(again(api, own, { name: email, password }))).toMatch(/Incorrect username or password/);
        expect(await outcomeOf(again(api, own, { name: 'maya', password: 'Another-horse-2' }))).toBe('tokens');
      }
    });
