import {
  DescribeUserPoolCommand,
  type SetUserPoolMfaConfigRequest,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { testAccess, testVisibility } from '../support/access.js';
import { poolMfa, sender, setPoolMfa, sms } from '../support/mfa.js';
import type { PoolSettings } from '../support/pool.js';
import { broken, invalid } from '../support/refusals.js';
import { expect, test } from '../support/test.js';

type Config = Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>;

const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };

const whole: Config = {
  MfaConfiguration: 'OPTIONAL',
  SmsMfaConfiguration: { SmsAuthenticationMessage: 'Enter {####}', SmsConfiguration: { ...sms, ExternalId: 'x' } },
  ...totp,
  EmailMfaConfiguration: { Message: 'Your code: {####}', Subject: 'Code' },
  WebAuthnConfiguration: {
    RelyingPartyId: 'login.example.com',
    UserVerification: 'required',
    FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  },
};

test('stores every block and answers with what is stored', async ({ cognito, pool }) => {
  const own = await pool({ EmailConfiguration: sender });

  expect(await setPoolMfa(cognito, own, whole)).toEqual(whole);

  expect(await poolMfa(cognito, own)).toEqual(whole);
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: own.id }));
  expect(UserPool).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    SmsAuthenticationMessage: 'Enter {####}',
    SmsConfiguration: { ...sms, ExternalId: 'x' },
  });
});

test('replaces the whole: what is left out is gone, but for SMS while MFA stays on', async ({ cognito, pool }) => {
  const own = await pool({ EmailConfiguration: sender });
  await setPoolMfa(cognito, own, whole);

  expect(await setPoolMfa(cognito, own, { MfaConfiguration: 'ON', ...totp })).toEqual({
    MfaConfiguration: 'ON',
    ...totp,
    SmsMfaConfiguration: whole.SmsMfaConfiguration,
  });

  expect(await setPoolMfa(cognito, own, {})).toEqual({ MfaConfiguration: 'OFF' });
  expect(await setPoolMfa(cognito, own, { MfaConfiguration: 'ON', ...totp })).toEqual({
    MfaConfiguration: 'ON',
    ...totp,
  });
});

test('SMS without a sender of its own uses the one of the pool, and its text returns to the default', async ({
  cognito,
  pool,
}) => {
  const own = await pool({ SmsConfiguration: sms, SmsAuthenticationMessage: 'Before {####}' });
  expect(await setPoolMfa(cognito, own, { MfaConfiguration: 'ON', SmsMfaConfiguration: {} })).toEqual({
    MfaConfiguration: 'ON',
    SmsMfaConfiguration: { SmsConfiguration: sms },
  });
});

test('passkeys are configured without second factors', async ({ cognito, pool }) => {
  const own = await pool();
  const config: Config = { WebAuthnConfiguration: { RelyingPartyId: 'localhost' } };
  expect(await setPoolMfa(cognito, own, config)).toEqual({ MfaConfiguration: 'OFF', ...config });
});

test('UpdateUserPool turns MFA on and off over the factors that are there', async ({ cognito, pool }) => {
  const own = await pool();
  const update = (MfaConfiguration: 'ON' | 'OFF') =>
    cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, MfaConfiguration }));
  await expect(update('ON')).rejects.toMatchObject(
    invalid('SMS configuration and Auto verification for phone_number are required when MFA is required/optional'),
  );
  await setPoolMfa(cognito, own, { MfaConfiguration: 'OPTIONAL', ...totp });

  await update('ON');

  expect(await poolMfa(cognito, own)).toEqual({ MfaConfiguration: 'ON', ...totp });
  // A sender of text messages, for whatever it is, makes SMS no second factor beside the one that is there.
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, MfaConfiguration: 'ON', SmsConfiguration: sms }));
  expect(await poolMfa(cognito, own)).toEqual({ MfaConfiguration: 'ON', ...totp });
  await update('OFF');
  expect(await poolMfa(cognito, own)).toMatchObject({ MfaConfiguration: 'OFF' });
});

test('UpdateUserPool leaves nothing that contradicts the factors', async ({ cognito, pool }) => {
  const own = await pool({ EmailConfiguration: sender });
  await setPoolMfa(cognito, own, whole);
  const update = (settings: object) => cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, ...settings }));

  await expect(update({ EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' } })).rejects.toMatchObject(
    withoutSender,
  );
  await expect(update({ UserPoolTier: 'LITE' })).rejects.toMatchObject({
    name: 'TierChangeNotAllowedException',
    message: 'The following features need to be disabled for the LITE pricing tier configured: Email MFA',
  });
});

const noFactor = invalid('Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.');
const withoutSender = invalid(
  'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
);
const offWithFactors = invalid("Invalid MFA configuration given, can't turn off MFA and configure an MFA together");

const refusals: readonly { what: string; pool?: PoolSettings; config: Config; refusal: object }[] = [
  { what: 'required MFA without a factor', config: { MfaConfiguration: 'ON' }, refusal: noFactor },
  { what: 'optional MFA without a factor', config: { MfaConfiguration: 'OPTIONAL' }, refusal: noFactor },
  {
    what: 'required MFA by a factor that is switched off',
    config: { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: false } },
    refusal: noFactor,
  },
  { what: 'a factor without MFA', config: totp, refusal: offWithFactors },
  {
    what: 'a factor that is switched off without MFA',
    config: { MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration: { Enabled: false } },
    refusal: offWithFactors,
  },
  { what: 'SMS without MFA', config: { SmsMfaConfiguration: { SmsConfiguration: sms } }, refusal: offWithFactors },
  { what: 'e-mail without MFA', config: { EmailMfaConfiguration: {} }, refusal: offWithFactors },
  {
    what: 'SMS without a sender',
    config: { MfaConfiguration: 'ON', SmsMfaConfiguration: {} },
    refusal: invalid(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ),
  },
  {
    what: 'SMS of another region',
    config: {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: { ...sms, SnsRegion: 'eu-west-1' } },
    },
    refusal: invalid('Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1'),
  },
  {
    what: 'SMS by a service that is not built',
    config: {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: { ...sms, EumsSms: { CallerArn: sms.SnsCallerArn } } },
    },
    refusal: invalid(
      'SmsConfiguration.EumsSms is not supported by Poolhouse yet: remove the setting or wait for a release that supports it.',
    ),
  },
  {
    what: "e-mail without a sender of the pool's own",
    config: { MfaConfiguration: 'ON', EmailMfaConfiguration: {} },
    refusal: withoutSender,
  },
  {
    what: 'e-mail in the cheapest tier',
    pool: { EmailConfiguration: sender, UserPoolTier: 'LITE' },
    config: { MfaConfiguration: 'ON', EmailMfaConfiguration: {} },
    refusal: {
      name: 'FeatureUnavailableInTierException',
      message: 'The following feature is not available for the LITE pricing tier configured: Email MFA',
    },
  },
  {
    what: 'a relying party whose name is a suffix of strangers',
    config: { WebAuthnConfiguration: { RelyingPartyId: 'co.uk' } },
    refusal: invalid('Invalid relying party id: it must not be a public suffix.'),
  },
  {
    what: 'a relying party that is an address',
    config: { WebAuthnConfiguration: { RelyingPartyId: 'https://example.com' } },
    refusal: invalid('Invalid relying party id: it must be a domain name in lower case.'),
  },
  {
    what: 'a text message without the code',
    config: { SmsMfaConfiguration: { SmsAuthenticationMessage: 'no code' } },
    refusal: broken(
      'no code',
      'smsMfaConfiguration.smsAuthenticationMessage',
      'Member must satisfy regular expression pattern: .*\\{####\\}.*',
    ),
  },
  {
    what: 'a mail without the code',
    config: { EmailMfaConfiguration: { Message: 'no code' } },
    refusal: broken(
      'no code',
      'emailMfaConfiguration.message',
      'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*',
    ),
  },
  {
    what: 'an unknown user verification',
    // @ts-expect-error AWS's types forbid it.
    config: { WebAuthnConfiguration: { UserVerification: 'discouraged' } },
    refusal: broken(
      'discouraged',
      'webAuthnConfiguration.userVerification',
      'Member must satisfy enum value set: [required, preferred]',
    ),
  },
];

describe('refuses', () => {
  test.for(refusals)('$what', async ({ pool: settings, config, refusal }, { cognito, pool }) => {
    const own = await pool(settings);
    const before = await poolMfa(cognito, own);
    await expect(setPoolMfa(cognito, own, config)).rejects.toMatchObject(refusal);
    expect(await poolMfa(cognito, own)).toEqual(before);
  });
});

testAccess('SetUserPoolMfaConfig', ({ id }) => ({ UserPoolId: id, MfaConfiguration: 'OFF' }));
testVisibility('SetUserPoolMfaConfig', ({ id }) => ({ UserPoolId: id, MfaConfiguration: 'OFF' }));
