import {
  DeleteWebAuthnCredentialCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { startByChoice } from '../support/choice.js';
import { prefer, register, setPoolMfa, sms, totpPool } from '../support/mfa.js';
import { newNumber } from '../support/one-time-code-tests.js';
import {
  domain,
  passkeyPool,
  passkeySignIn,
  registerPasskey,
  setPasskeys,
  signInByPasskey,
  startByPasskey,
} from '../support/passkeys.js';
import { apis, outcomeOf, startByPassword } from '../support/sign-in.js';
import { setStatus } from '../support/user-states.js';
import { expect, test } from '../support/test.js';

const passwords = ['PASSWORD_SRP', 'PASSWORD'];
const multiFactor = { RelyingPartyId: domain, FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } as const;

describe.each(apis)('by the $name API', (api) => {
  test('a user with a passkey is offered it, uses it and is signed in', async ({ anonymous, cognito, pool }) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own);
    const maya = await own.user('maya');
    const passkey = await registerPasskey(anonymous, (await maya.signIn()).accessToken);

    const { challenge, options, answer } = await startByPasskey(api, own, 'maya');
    expect(challenge).toEqual({
      ChallengeName: 'WEB_AUTHN',
      ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: expect.any(String) },
      AvailableChallenges: [...passwords, 'WEB_AUTHN'],
      Session: expect.stringMatching(/^[\w-]{1000,2048}$/),
    });
    expect(options).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 180_000,
      rpId: domain,
      allowCredentials: [{ type: 'public-key', id: passkey.id, transports: ['internal', 'hybrid'] }],
      userVerification: 'preferred',
    });

    const { AuthenticationResult, ...rest } = await answer(passkey.get(options));
    expect(rest).toEqual({ ChallengeParameters: {} });
    const command = new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken });
    expect(await anonymous.send(command)).toMatchObject({ Username: 'maya' });
  });

  test.for([{ algorithm: 'RS256' }, { counter: 1 }, { userVerified: false }, { attachment: undefined }] as const)(
    'a passkey made with %j signs in, time after time',
    async (ceremony, { anonymous, cognito, pool }) => {
      const own = await pool(passkeyPool);
      await setPasskeys(cognito, own);
      const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken, ceremony);
      for (let time = 0; time < 3; time += 1)
        expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('tokens');
    },
  );

  test('without a user handle, and from below the domain', async ({ anonymous, cognito, pool }) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own);
    const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
    const ceremony = { userHandle: undefined, origin: `https://login.${domain}` };
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey, ceremony))).toBe('tokens');
  });

  test.for(['SELECT_CHALLENGE', 'WEB_AUTHN'] as const)(
    'chosen from the list by %s',
    async (how, { anonymous, cognito, pool }) => {
      const own = await pool(passkeyPool);
      await setPasskeys(cognito, own);
      const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
      const list = await startByChoice(api, own, 'maya');
      expect(list.AvailableChallenges).toEqual([...passwords, 'WEB_AUTHN']);

      const responses = { USERNAME: 'maya', ...(how === 'SELECT_CHALLENGE' && { ANSWER: 'WEB_AUTHN' }) };
      const challenge = await api.respond(own, { challenge: how, session: list.Session, responses });
      expect(challenge.ChallengeName).toBe('WEB_AUTHN');
      const { options, answer } = passkeySignIn(api, own, 'maya', challenge);
      expect(await outcomeOf(answer(passkey.get(options)))).toBe('tokens');
    },
  );

  test('wants the credential, and a wrong one uses nothing up', async ({ anonymous, cognito, pool }) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own);
    const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
    const { options, answer } = await startByPasskey(api, own, 'maya');

    expect(await outcomeOf(answer(''))).toBe('InvalidParameterException: Missing required parameter CREDENTIAL');
    for (const text of ['x', 'null', '[]', '{}', '{"id":"AA"}', '"\\u0000"'])
      expect(await outcomeOf(answer(text))).toBe('InvalidParameterException: Credential data is not valid');
    expect(await outcomeOf(answer(passkey.get(options, { signature: Buffer.alloc(70) })))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    );
    expect(await outcomeOf(answer(passkey.get(options)))).toBe('tokens');
  });
});

const api = apis[0];
if (!api) throw new Error('There is an API');

test('whoever has no passkey for the pool\u2019s domain is not offered one', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  await own.user('noor');
  const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
  const offered = async (name: string) => {
    const { ChallengeName, AvailableChallenges } = await startByChoice(api, own, name, {
      PREFERRED_CHALLENGE: 'WEB_AUTHN',
    });
    return [ChallengeName, AvailableChallenges];
  };

  expect(await offered('noor')).toEqual(['SELECT_CHALLENGE', passwords]);
  await setPasskeys(cognito, own, { RelyingPartyId: 'example.org' });
  expect(await offered('maya')).toEqual(['SELECT_CHALLENGE', passwords]);
  await setPasskeys(cognito, own);
  expect(await offered('maya')).toEqual(['WEB_AUTHN', [...passwords, 'WEB_AUTHN']]);

  const { accessToken: AccessToken } = await (await own.user('kim')).signIn();
  const { id } = await registerPasskey(anonymous, AccessToken);
  await anonymous.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: id }));
  expect(await offered('kim')).toEqual(['SELECT_CHALLENGE', passwords]);
  expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('tokens');
});

test('passkeys of a domain that the pool had before sign nobody in', async ({ anonymous, cognito, pool }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const { accessToken } = await (await own.user('maya')).signIn();
  const old = await registerPasskey(anonymous, accessToken);
  await setPasskeys(cognito, own, { RelyingPartyId: 'example.org' });
  const present = await registerPasskey(anonymous, accessToken);

  const { options, answer } = await startByPasskey(api, own, 'maya');
  expect(options.allowCredentials.map(({ id }) => id)).toEqual([present.id]);
  expect(await outcomeOf(answer(old.get(options)))).toBe('NotAuthorizedException: Incorrect username or password.');
  expect(await outcomeOf(answer(present.get(options)))).toBe('tokens');
});

describe('beside second factors', () => {
  const withMfa = { SoftwareTokenMfaConfiguration: { Enabled: true } };

  test('a passkey that is one factor is followed by the user\u2019s other one', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await pool({
      ...passkeyPool,
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
    });
    const bySms = { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: {} } as const;
    await setPoolMfa(cognito, own, { ...bySms, WebAuthnConfiguration: { RelyingPartyId: domain } });
    const maya = await own.user('maya', { attributes: { phone_number: '+15550001234' } });
    const { accessToken: AccessToken } = await maya.signIn();
    const passkey = await registerPasskey(anonymous, AccessToken);
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('tokens');
    await anonymous.send(
      new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: { Enabled: true, PreferredMfa: true } }),
    );

    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('SMS_MFA');
  });

  test('a passkey is two factors for users who asked for that, where the pool lets them', async ({
    anonymous,
    cognito,
    pool,
  }) => {
    const own = await totpPool(cognito, pool, 'OPTIONAL', passkeyPool);
    const optional = { MfaConfiguration: 'OPTIONAL', ...withMfa } as const;
    await setPoolMfa(cognito, own, { ...optional, WebAuthnConfiguration: multiFactor });
    const maya = await own.user('maya');
    const { accessToken: AccessToken } = await maya.signIn();
    await register(anonymous, { AccessToken });
    const set = (settings: object) => anonymous.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
    const both = { SoftwareTokenMfaSettings: { Enabled: true }, WebAuthnMfaSettings: { Enabled: true } };
    await expect(set(both)).rejects.toThrow('User does not have applicable WebAuthn credentials');
    const passkey = await registerPasskey(anonymous, AccessToken);
    await set({ SoftwareTokenMfaSettings: { Enabled: true } });
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('SOFTWARE_TOKEN_MFA');

    await expect(set({ WebAuthnMfaSettings: { Enabled: true } })).rejects.toThrow(
      'WebAuthn MFA requires enabling an additional MFA setting.',
    );
    await set(both);
    expect(await anonymous.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'WEB_AUTHN_MFA'],
    });
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('tokens');
    expect(await outcomeOf(startByPassword(api, own, maya))).toBe('SOFTWARE_TOKEN_MFA');

    await setPoolMfa(cognito, own, { ...optional, WebAuthnConfiguration: { RelyingPartyId: domain } });
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('SOFTWARE_TOKEN_MFA');
    await setPoolMfa(cognito, own, { ...optional, WebAuthnConfiguration: multiFactor });
    await set({ WebAuthnMfaSettings: { Enabled: false } });
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('SOFTWARE_TOKEN_MFA');
  });

  test('a passkey that is two factors is enough where two are required', async ({ anonymous, cognito, pool }) => {
    const own = await pool(passkeyPool);
    await setPasskeys(cognito, own, multiFactor);
    const { accessToken: AccessToken } = await (await own.user('maya')).signIn();
    const passkey = await registerPasskey(anonymous, AccessToken);
    await setPoolMfa(cognito, own, { MfaConfiguration: 'ON', ...withMfa, WebAuthnConfiguration: multiFactor });
    expect((await startByPasskey(api, own, 'maya')).challenge).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: passwords,
    });

    await register(anonymous, { AccessToken });
    await anonymous.send(
      new SetUserMFAPreferenceCommand({
        AccessToken,
        SoftwareTokenMfaSettings: { Enabled: true },
        WebAuthnMfaSettings: { Enabled: true },
      }),
    );
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe('tokens');
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey, { userVerified: false }))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    );
  });
});

test('the state of the user counts for passkeys too', async ({ anonymous, cognito, pool, server }) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const maya = await own.user('maya');
  const passkey = await registerPasskey(anonymous, (await maya.signIn()).accessToken);
  const states = {
    UNCONFIRMED: 'UserNotConfirmedException: User is not confirmed.',
    RESET_REQUIRED: 'PasswordResetRequiredException: Password reset required for the user',
    CONFIRMED: 'tokens',
  } as const;
  for (const [status, outcome] of Object.entries(states)) {
    await setStatus(server, own.id, maya.sub, status as keyof typeof states);
    expect(await outcomeOf(signInByPasskey(api, own, 'maya', passkey))).toBe(outcome);
  }

  // Whoever owes a new password is asked for the one that it replaces.
  const { options, answer } = await startByPasskey(api, own, 'maya');
  await setStatus(server, own.id, maya.sub, 'FORCE_CHANGE_PASSWORD');
  expect(await outcomeOf(startByPasskey(api, own, 'maya').then(({ challenge }) => challenge))).toBe('SELECT_CHALLENGE');
  expect(await outcomeOf(answer(passkey.get(options)))).toBe('NotAuthorizedException: Incorrect username or password.');
});

test('whoever may not sign in any more is told so before a second factor is asked for', async ({
  anonymous,
  cognito,
  mailbox,
  pool,
  server,
}) => {
  const own = await pool({ ...passkeyPool, SmsConfiguration: sms });
  const bySms = { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: {} } as const;
  await setPoolMfa(cognito, own, { ...bySms, WebAuthnConfiguration: { RelyingPartyId: domain } });
  const phone = newNumber();
  const maya = await own.user('maya', { attributes: { phone_number: phone } });
  const passkey = await registerPasskey(anonymous, (await maya.signIn()).accessToken);
  await prefer(cognito, own, { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
  const { options, answer } = await startByPasskey(api, own, 'maya');

  await setStatus(server, own.id, maya.sub, 'RESET_REQUIRED');
  expect(await outcomeOf(answer(passkey.get(options)))).toBe(
    'PasswordResetRequiredException: Password reset required for the user',
  );
  expect(await mailbox.to(phone)).toEqual([]);
  await setStatus(server, own.id, maya.sub, 'CONFIRMED');
  expect(await outcomeOf(answer(passkey.get(options)))).toBe('SMS_MFA');
});

test('a pool that no longer takes passkeys takes none that was asked for before', async ({
  anonymous,
  cognito,
  pool,
}) => {
  const own = await pool(passkeyPool);
  await setPasskeys(cognito, own);
  const passkey = await registerPasskey(anonymous, (await (await own.user('maya')).signIn()).accessToken);
  const [first, second] = [await startByPasskey(api, own, 'maya'), await startByPasskey(api, own, 'maya')];

  await setPoolMfa(cognito, own, {});
  expect(await outcomeOf(first.answer(passkey.get(first.options)))).toBe(
    'NotAuthorizedException: Invalid session for the user.',
  );
  await setPasskeys(cognito, own);
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const] } };
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.id, Policies }));
  expect(await outcomeOf(second.answer(passkey.get(second.options)))).toBe(
    'NotAuthorizedException: Incorrect username or password.',
  );
});
