import type {
  CognitoIdentityProviderClient,
  GetUserAuthFactorsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { asList, sms } from './attributes.js';
import { prefer, register, totpPool } from './mfa.js';
import { newAddress, newNumber, takesCodes } from './one-time-code-tests.js';
import type { TestPool, TestUser } from './pool.js';
import { expect, test } from './test.js';

/** Asks what a user can sign in with. */
type Ask = (
  clients: { cognito: CognitoIdentityProviderClient; anonymous: CognitoIdentityProviderClient },
  pool: TestPool,
  user: TestUser,
) => Promise<GetUserAuthFactorsResponse>;

/** The tests that both operations pass that tell what a user can sign in with. */
export const testAuthFactors = (ask: Ask): void => {
  test('shows a password alone, and nothing of second factors', async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    const maya = await own.user('maya', { attributes: { email: newAddress() } });
    expect(await ask({ cognito, anonymous }, own, maya)).toEqual({
      Username: 'maya',
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
  });

  test('shows the codes that the pool takes and the user can be sent', async ({ anonymous, cognito, pool }) => {
    const own = await pool(takesCodes);
    const both = await own.user('maya', { attributes: { email: newAddress(), phone_number: newNumber() } });
    const one = await own.user('noah', { attributes: { phone_number: newNumber() } });
    const factors = async (user: TestUser) => (await ask({ cognito, anonymous }, own, user)).ConfiguredUserAuthFactors;

    expect(await factors(both)).toEqual(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
    expect(await factors(one)).toEqual(['PASSWORD', 'SMS_OTP']);
  });

  test('shows an authenticator app and what is switched on', async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { ...sms });
    const maya = await own.user('maya', { attributes: { phone_number: newNumber() } });
    await register(anonymous, { AccessToken: (await maya.signIn()).accessToken });
    const registered = await ask({ cognito, anonymous }, own, maya);
    expect(registered).toEqual({ Username: 'maya', ConfiguredUserAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'] });
  });

  test('shows the preference', async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { ...sms });
    const maya = await own.user('maya', { attributes: { phone_number: newNumber() } });
    // The second factor keeps from a sign-in by password alone.
    const tokens = await maya.signIn();
    const asked = { ...maya, signIn: async () => tokens };
    await prefer(cognito, own, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect(await ask({ cognito, anonymous }, own, asked)).toEqual({
      Username: 'maya',
      PreferredMfaSetting: 'SMS_MFA',
      UserMFASettingList: ['SMS_MFA'],
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
  });
};

/** Makes a user who has no password. */
export const withoutPassword = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  name: string,
): Promise<void> => {
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.id,
      Username: name,
      UserAttributes: asList({ email: newAddress() }),
      MessageAction: 'SUPPRESS',
    }),
  );
};
