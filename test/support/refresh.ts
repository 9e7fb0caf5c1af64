import {
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  type GetTokensFromRefreshTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ClientSettings, TestClient } from './pool.js';

/** The settings of a client that rotates its refresh tokens, and signs in by password. */
export const rotating = (RetryGracePeriodSeconds?: number): ClientSettings => ({
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  RefreshTokenRotation: {
    Feature: 'ENABLED',
    ...(RetryGracePeriodSeconds !== undefined && { RetryGracePeriodSeconds }),
  },
});

/** GetTokensFromRefreshToken, with the client's secret if it has one. */
export const refreshWith = async (
  cognito: CognitoIdentityProviderClient,
  { id, secret }: TestClient,
  RefreshToken: string | undefined,
  more: Partial<GetTokensFromRefreshTokenCommandInput> = {},
): Promise<AuthenticationResultType> => {
  const ClientSecret = secret === undefined ? {} : { ClientSecret: secret };
  const input = { ClientId: id, RefreshToken, ...ClientSecret, ...more };
  return (await cognito.send(new GetTokensFromRefreshTokenCommand(input))).AuthenticationResult ?? {};
};
