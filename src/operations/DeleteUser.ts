import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Deletes the signed-in user with everything that belongs to it. */
export const DeleteUser = operation<DeleteUserCommandInput, DeleteUserCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],
  empty: true,

  async handle(_input, { bearer: { pool, user }, store }) {
    if (!(await store.users.delete(pool.id, user.sub))) throw UserNotFound();
    return {};
  },
});
