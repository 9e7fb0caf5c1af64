import type {
  DeleteResourceServerCommandInput,
  DeleteResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/resource-server-shapes.js';
import { required } from '#contract/shape.js';
import { operation } from './operation.js';

/** Deletes a resource server: its scopes are granted no more, although clients may go on naming them. */
export const DeleteResourceServer = operation<DeleteResourceServerCommandInput, DeleteResourceServerCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Identifier: required(shape.ResourceServerIdentifier) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],
  empty: true,

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    await store.resourceServers.delete(pool.id, input.Identifier);
    return {};
  },
});
