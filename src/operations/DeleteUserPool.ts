import type {
  DeleteUserPoolCommandInput,
  DeleteUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import { checkDeletable } from '#domain/pool-checks.js';
import { operation } from './operation.js';

/** Deletes a pool with everything in it, unless it is protected. */
export const DeleteUserPool = operation<DeleteUserPoolCommandInput, DeleteUserPoolCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],
  empty: true,

  async handle(input, { caller, clock, store }) {
    await store.pools.delete(caller, input.UserPoolId, checkDeletable, clock.now());
    return {};
  },
});
