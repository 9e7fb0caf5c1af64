import {
  type CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestPool } from './pool.js';

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
