import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceRequest,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { present, type PoolSettings, type TestPool } from './pool.js';
import { clock } from './poolhouse.js';
import type { Response, SignInAnswer, SignInApi } from './sign-in.js';
import type { Fixture } from './test.js';

/** What lets a pool send text messages. */
export const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };

/** What lets a pool send mails of its own, which mails with sign-in codes need. */
export const sender = {
  EmailSendingAccount: 'DEVELOPER',
  SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/staff@example.com',
} as const;

/** A pool's second factors. */
export const poolMfa = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
): Promise<GetUserPoolMfaConfigResponse> => {
  const { $metadata: _, ...config } = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: pool.id }));
  return config;
};

/** Replaces a pool's second factors. */
export const setPoolMfa = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  config: Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>,
): Promise<GetUserPoolMfaConfigResponse> => {
  const { $metadata: _, ...answer } = await cognito.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: pool.id, ...config }),
  );
  return answer;
};

/** A pool that requires codes by text message. */
export const smsPool = (pool: Fixture['pool'], settings: PoolSettings = {}): Promise<TestPool> =>
  pool({ MfaConfiguration: 'ON', SmsConfiguration: sms, ...settings });

/** A pool that requires codes by e-mail. */
export const emailPool = async (
  cognito: CognitoIdentityProviderClient,
  pool: Fixture['pool'],
  settings: PoolSettings = {},
): Promise<TestPool> => {
  const own = await pool({ EmailConfiguration: sender, ...settings });
  await setPoolMfa(cognito, own, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
  return own;
};

/** The answer to a challenge by a code. */
export const answerCode = (
  api: SignInApi,
  pool: TestPool,
  { ChallengeName: challenge, Session: session }: SignInAnswer,
  code: string,
  changes: Partial<Response> = {},
): Promise<SignInAnswer> =>
  api.respond(pool, {
    challenge: present(challenge),
    session,
    ...changes,
    responses: { USERNAME: 'maya', [`${challenge ?? ''}_CODE`]: code, ...changes.responses },
  });

/** A code of the same length that is not this one. */
export const otherCode = (code: string): string => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;

/** A pool that takes authenticator apps. */
export const totpPool = async (
  cognito: CognitoIdentityProviderClient,
  pool: Fixture['pool'],
  mode: 'ON' | 'OPTIONAL' = 'OPTIONAL',
  settings: PoolSettings = {},
): Promise<TestPool> => {
  const own = await pool(settings);
  await setPoolMfa(cognito, own, {
    MfaConfiguration: mode,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    ...(settings.SmsConfiguration && { SmsMfaConfiguration: {} }),
  });
  return own;
};

/** An authenticator app with a key: its code at the server's time, or so many steps from it. */
export const codeOf = (secret: string | undefined, steps = 0): string =>
  new TOTP({ secret: present(secret) }).generate({ timestamp: clock.now().getTime() + steps * 30_000 });

/** What stands for the user: an access token, or the session of a sign-in that waits. */
export type SetUpBy = { readonly AccessToken: string } | { readonly Session: string | undefined };

/** Registers an authenticator app of a user, whose next code is the one of the next step. */
export const register = async (
  anonymous: CognitoIdentityProviderClient,
  by: SetUpBy,
  name?: string,
): Promise<{ secret: string; session: string | undefined }> => {
  const { SecretCode, Session } = await anonymous.send(new AssociateSoftwareTokenCommand(by));
  const verified = await anonymous.send(
    new VerifySoftwareTokenCommand({
      ...('Session' in by ? { Session } : by),
      UserCode: codeOf(SecretCode),
      FriendlyDeviceName: name,
    }),
  );
  clock.advanceSeconds(30);
  return { secret: present(SecretCode), session: verified.Session };
};

/** Switches second factors of a user on and off, as an administrator. */
export const prefer = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  settings: Omit<AdminSetUserMFAPreferenceRequest, 'UserPoolId' | 'Username'>,
  name = 'maya',
): Promise<void> => {
  await cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.id, Username: name, ...settings }));
};

/** What a user's second factors look like to an administrator. */
export const factorsOf = async (
  cognito: CognitoIdentityProviderClient,
  pool: TestPool,
  name = 'maya',
): Promise<object> => {
  const { MFAOptions, PreferredMfaSetting, UserMFASettingList } = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: pool.id, Username: name }),
  );
  return { MFAOptions, PreferredMfaSetting, UserMFASettingList };
};
