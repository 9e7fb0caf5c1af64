import type {
  AdminRemoveUserFromGroupCommandInput,
  AdminRemoveUserFromGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { required } from '#contract/shape.js';
import { operation } from './operation.js';

/** Takes a user out of a group. A user who is not in it and a group that does not exist are no errors. */
export const AdminRemoveUserFromGroup = operation<
  AdminRemoveUserFromGroupCommandInput,
  AdminRemoveUserFromGroupCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    GroupName: required(shape.GroupName),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],
  empty: true,

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    await store.groups.removeMember(user, input.GroupName);
    return {};
  },
});
