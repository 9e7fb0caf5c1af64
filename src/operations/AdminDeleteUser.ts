import type {
  AdminDeleteUserCommandInput,
  AdminDeleteUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Deletes a user with everything that belongs to it. */
export const AdminDeleteUser = operation<AdminDeleteUserCommandInput, AdminDeleteUserCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Username: required(shape.Username) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],
  empty: true,

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    if (!(await store.users.delete(pool.id, user.sub))) throw UserNotFound();
    return {};
  },
});
