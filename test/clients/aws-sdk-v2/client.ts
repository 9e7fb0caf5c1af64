import CognitoIdentityServiceProvider from 'aws-sdk/clients/cognitoidentityserviceprovider.js';
import { rootKey } from '../../support/engine.js';
import { sharedEndpoint } from '../endpoint.js';

/** The AWS SDK's version 2, as the many back ends use it that were not moved to version 3. */
export const oldSdk = async () =>
  new CognitoIdentityServiceProvider({
    endpoint: await sharedEndpoint(),
    region: 'us-east-1',
    credentials: { accessKeyId: rootKey.id, secretAccessKey: rootKey.secret },
    maxRetries: 0,
  });
