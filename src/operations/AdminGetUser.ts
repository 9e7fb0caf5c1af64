import type { AdminGetUserCommandInput, AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { allAttributes } from '#domain/attributes.js';
import { describePreference } from '#domain/mfa-preference.js';
import { operation } from './operation.js';

/** A user as administrators see it, by name, sub or alias. */
export const AdminGetUser = operation<AdminGetUserCommandInput, AdminGetUserCommandOutput>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Username: required(shape.Username) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    return {
      Username: user.username,
      UserAttributes: allAttributes(pool, user),
      UserCreateDate: user.createdAt,
      UserLastModifiedDate: user.modifiedAt,
      Enabled: user.enabled,
      UserStatus: user.status,
      ...describePreference(user),
    };
  },
});
