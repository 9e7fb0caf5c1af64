import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import type { Client } from './client.js';

/** A client as answers show it, with its oldest secret. */
export const describeClient = (client: Client): UserPoolClientType => ({
  UserPoolId: client.poolId,
  ClientName: client.name,
  ClientId: client.id,
  ClientSecret: client.secrets[0],
  CreationDate: client.createdAt,
  LastModifiedDate: client.modifiedAt,
  ...client.settings,
});
