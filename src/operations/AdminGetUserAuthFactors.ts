import type {
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { authFactors } from '#services/auth-factors.js';
import { operation } from './operation.js';

/** What a user can sign in with, by name, sub or alias. */
export const AdminGetUserAuthFactors = operation<
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsCommandOutput
>()({
  access: 'signed',
  input: { UserPoolId: required(shape.UserPoolId), Username: required(shape.Username) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    return authFactors(await io.store.pools.getVisible(io.caller, input.UserPoolId), input.Username, io);
  },
});
