import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import { rootKey } from './engine.js';

/** AWS's own client of a server at a URL, signing with the tests' root key or another one. It tries nothing twice. */
export const clientOf = (
  url: string,
  key: { id: string; secret: string } = rootKey,
  options: CognitoIdentityProviderClientConfig = {},
): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    maxAttempts: 1,
    ...options,
  });
