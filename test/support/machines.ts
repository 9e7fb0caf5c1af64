import {
  type ClientAuthenticationResultType,
  type CognitoIdentityProviderClient,
  type ExplicitAuthFlowsType,
  GetClientTokenCommand,
  type GetClientTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type ClientSettings, present, type TestClient } from './pool.js';

// Documented; missing in the SDK's types.
export const clientTokenFlow = 'ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType;

/** The settings of a client that is an app without users, as it shows them. */
export const machineSettings = (...scopes: readonly string[]): ClientSettings => ({
  ExplicitAuthFlows: [clientTokenFlow],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: [...scopes],
});

/** The same for a client that is made, with a secret. */
export const machine = (...scopes: readonly string[]): ClientSettings => ({
  ...machineSettings(...scopes),
  GenerateSecret: true,
});

/** GetClientToken, with the client's secret. */
export const getClientToken = async (
  cognito: CognitoIdentityProviderClient,
  { id, secret }: TestClient,
  more: Partial<GetClientTokenCommandInput> = {},
): Promise<ClientAuthenticationResultType> => {
  const { ClientAuthenticationResult: result } = await cognito.send(
    new GetClientTokenCommand({ ClientId: id, Secret: secret, ...more }),
  );
  return present(result);
};
