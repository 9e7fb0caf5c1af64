import type {
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { messages } from '#contract/messages.js';
import { required } from '#contract/shape.js';
import { operation } from './operation.js';

/** AWS's quota. */
const mostGroupsOfUser = 100;

/** Adds a user to a group; a member stays one. The next token says so. */
export const AdminAddUserToGroup = operation<AdminAddUserToGroupCommandInput, AdminAddUserToGroupCommandOutput>()({
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
    const added = await store.groups.addMember(user, input.GroupName, mostGroupsOfUser);
    if (!added) throw InvalidParameter(messages.tooManyGroupsOfUser(mostGroupsOfUser));
    return {};
  },
});
