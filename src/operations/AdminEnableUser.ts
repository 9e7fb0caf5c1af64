import type {
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Lets a user sign in again; tokens that were revoked stay so. */
export const AdminEnableUser = operation<AdminEnableUserCommandInput, AdminEnableUserCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    await store.userStates.enable(pool.id, user.sub, clock.now());
    return {};
  },
});
