import type {
  DeleteUserPoolClientCommandInput,
  DeleteUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { ClientId, UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { operation } from './operation.js';

/** Deletes a client: nothing is issued for it or accepted from it any more. */
export const DeleteUserPoolClient = operation<DeleteUserPoolClientCommandInput, DeleteUserPoolClientCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId), ClientId: required(ClientId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],
  empty: true,

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.describe(caller, input.UserPoolId);
    await store.clients.delete(pool.id, input.ClientId, clock.now());
    return {};
  },
});
