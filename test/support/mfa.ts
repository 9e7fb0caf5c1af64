import {
  type CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { present, type PoolSettings, type TestPool } from './pool.js';
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
