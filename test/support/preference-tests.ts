import {
  GetUserCommand,
  ListUsersCommand,
  type SetUserMFAPreferenceRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { factorsOf, register, sms, smsPool, totpPool } from './mfa.js';
import type { TestPool, Tokens } from './pool.js';
import { invalid } from './refusals.js';
import { outcomeOf, publicApi, startByPassword } from './sign-in.js';
import { expect, test } from './test.js';

/** One of the two operations of a pair: for the signed-in user, or for an administrator. */
export type Change<Input> = (
  clients: { readonly anonymous: Client; readonly cognito: Client },
  of: { readonly own: TestPool; readonly tokens: Tokens },
  input: Input,
) => Promise<object>;

type Client = Parameters<typeof register>[0];
type Preference = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>;
type Options = { readonly MFAOptions: { DeliveryMedium?: 'SMS' | 'EMAIL'; AttributeName?: string }[] };

const phoneUser = { attributes: { phone_number: '+15550100' } };
const smsOption = { DeliveryMedium: 'SMS', AttributeName: 'phone_number' } as const;

/** The tests of SetUserMFAPreference and AdminSetUserMFAPreference. */
export const testPreference = (operation: string, change: Change<Preference>): void => {
  test(`${operation} switches factors on and off, and prefers one`, async ({ anonymous, cognito, pool }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const maya = await own.user('maya', phoneUser);
    const tokens = await maya.signIn();
    const set = (input: Preference) => change({ anonymous, cognito }, { own, tokens }, input);
    await register(anonymous, { AccessToken: tokens.accessToken });

    expect(
      await set({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true }, SMSMfaSettings: { Enabled: true } }),
    ).toEqual({});

    const both = {
      MFAOptions: [smsOption],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
    };
    expect(await factorsOf(cognito, own)).toEqual(both);
    expect(await anonymous.send(new GetUserCommand({ AccessToken: tokens.accessToken }))).toMatchObject(both);
    const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: own.id }));
    expect(Users?.[0]?.MFAOptions).toEqual([smsOption]);
    expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SOFTWARE_TOKEN_MFA');

    await set({ SoftwareTokenMfaSettings: { PreferredMfa: false } });
    const asked = await startByPassword(publicApi, own, maya);
    expect(asked.ChallengeParameters).toMatchObject({ MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' });

    await set({ SoftwareTokenMfaSettings: { Enabled: false }, SMSMfaSettings: { Enabled: false } });
    expect(await factorsOf(cognito, own)).toEqual({});
    expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('tokens');
    // The app itself is still there.
    await set({ SoftwareTokenMfaSettings: { Enabled: true } });
    expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SOFTWARE_TOKEN_MFA');
  });

  test(`${operation} refuses what the user cannot have, and leaves all as it was`, async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', { SmsConfiguration: sms });
    const tokens = await (await own.user('maya')).signIn();
    const set = (input: Preference) => change({ anonymous, cognito }, { own, tokens }, input);
    await expect(set({ SoftwareTokenMfaSettings: { Enabled: true } })).rejects.toMatchObject(
      invalid('User has not verified software token mfa'),
    );
    await expect(set({ SMSMfaSettings: { Enabled: true } })).rejects.toMatchObject(
      invalid('User does not have delivery config set to turn on SMS_MFA'),
    );
    expect(await factorsOf(cognito, own)).toEqual({});
  });

  test(`${operation} needs a pool with MFA`, async ({ anonymous, cognito, pool }) => {
    const own = await pool();
    const tokens = await (await own.user('maya')).signIn();
    await expect(change({ anonymous, cognito }, { own, tokens }, {})).rejects.toMatchObject(
      invalid('MFA is not enabled for the user pool.'),
    );
  });
};

/** The tests of SetUserSettings and AdminSetUserSettings. */
export const testSettings = (operation: string, change: Change<Options>): void => {
  test(`${operation} switches codes by text message on and off`, async ({ anonymous, cognito, pool }) => {
    const own = await smsPool(pool, { MfaConfiguration: 'OPTIONAL' });
    const maya = await own.user('maya', phoneUser);
    const tokens = await maya.signIn();
    const set = (MFAOptions: Options['MFAOptions']) => change({ anonymous, cognito }, { own, tokens }, { MFAOptions });

    expect(await set([smsOption])).toEqual({});
    expect(await factorsOf(cognito, own)).toEqual({ MFAOptions: [smsOption], UserMFASettingList: ['SMS_MFA'] });
    expect(await outcomeOf(startByPassword(publicApi, own, maya))).toBe('SMS_MFA');

    await set([]);
    expect(await factorsOf(cognito, own)).toEqual({});
  });

  test(`${operation} knows no other factor`, async ({ anonymous, cognito, pool }) => {
    const own = await smsPool(pool, { MfaConfiguration: 'OPTIONAL' });
    const tokens = await (await own.user('maya', phoneUser)).signIn();
    for (const option of [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const, {}])
      await expect(
        change({ anonymous, cognito }, { own, tokens }, { MFAOptions: [smsOption, option] }),
      ).rejects.toMatchObject(invalid('MFA options may name only SMS and phone_number.'));
    expect(await factorsOf(cognito, own)).toEqual({});
  });
};
