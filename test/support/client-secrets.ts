import { createHmac } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  type AddUserPoolClientSecretCommandInput,
  type ClientSecretDescriptorType,
  type CognitoIdentityProviderClient,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { present, type TestClient } from './pool.js';

interface Named {
  readonly id: string;
  readonly client: TestClient;
}

const named = ({ id, client }: Named) => ({ UserPoolId: id, ClientId: client.id });

/** AddUserPoolClientSecret. */
export const addSecret = async (
  cognito: CognitoIdentityProviderClient,
  own: Named,
  more: Partial<AddUserPoolClientSecretCommandInput> = {},
): Promise<ClientSecretDescriptorType> =>
  present((await cognito.send(new AddUserPoolClientSecretCommand({ ...named(own), ...more }))).ClientSecretDescriptor);

/** ListUserPoolClientSecrets. */
export const listSecrets = async (
  cognito: CognitoIdentityProviderClient,
  own: Named,
): Promise<ClientSecretDescriptorType[]> =>
  present((await cognito.send(new ListUserPoolClientSecretsCommand(named(own)))).ClientSecrets);

/** The client, for an app that was given another of its secrets. */
export const clientWith = ({ id }: TestClient, secret: string): TestClient => ({
  id,
  secret,
  secretHash: (username) => ({
    SecretHash: createHmac('sha256', secret)
      .update(username + id)
      .digest('base64'),
  }),
});
