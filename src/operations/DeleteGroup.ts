import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { required } from '#contract/shape.js';
import { operation } from './operation.js';

/** Deletes a group. Its members stay users; tokens already issued keep naming it. */
export const DeleteGroup = operation<DeleteGroupCommandInput, DeleteGroupCommandOutput>()({
  access: 'signed',
  input: { GroupName: required(shape.GroupName), UserPoolId: required(shape.UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],
  empty: true,

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    await store.groups.delete(pool.id, input.GroupName);
    return {};
  },
});
