import type {
  GetUserPoolClientSessionConfigurationResponse,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';

/** An app client's settings exactly as DescribeUserPoolClient shows them: stored whole, defaults filled in. */
export type ClientSettings = Omit<
  UserPoolClientType,
  'ClientId' | 'ClientName' | 'ClientSecret' | 'UserPoolId' | 'CreationDate' | 'LastModifiedDate'
> & { AuthSessionValidity: number; RefreshTokenValidity: number; EnableTokenRevocation: boolean };

/** How an app client's sign-ins share a session, exactly as GetUserPoolClientSessionConfiguration shows it; empty when that was never set. */
export type ClientSessionConfiguration = GetUserPoolClientSessionConfigurationResponse;

/** An app client as the rest of the server works with it. */
export interface Client {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly settings: ClientSettings;
  readonly sessionConfiguration: ClientSessionConfiguration;
  /** The clear secrets that are valid now, oldest first; empty for a public client. */
  readonly secrets: readonly string[];
}

/** Whether the client hides which users exist. AWS's API default is LEGACY, which does not. */
export const hidesUsers = ({ settings }: Client): boolean => settings.PreventUserExistenceErrors === 'ENABLED';
