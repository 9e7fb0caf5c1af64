import type {
  GetUserPoolClientSessionConfigurationCommandInput,
  GetUserPoolClientSessionConfigurationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { clientSessions } from '#domain/session-tracking.js';
import { operation } from './operation.js';

/** For how long a client lets in whoever signed in to another client in the same browser; without effect while the pool tracks no sessions. */
export const GetUserPoolClientSessionConfiguration = operation<
  GetUserPoolClientSessionConfigurationCommandInput,
  GetUserPoolClientSessionConfigurationCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId), ClientId: required(ClientId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    return clientSessions(await store.clients.describe(pool.id, input.ClientId));
  },
});
