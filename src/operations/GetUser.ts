import type { GetUserCommandInput, GetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
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
import { readableAttributes } from '#domain/attributes.js';
import { describePreference } from '#domain/mfa-preference.js';
import { operation } from './operation.js';

/** The signed-in user's own profile: what the client may read. */
export const GetUser = operation<GetUserCommandInput, GetUserCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(_input, { bearer: { pool, client, user } }) {
    return {
      Username: user.username,
      UserAttributes: readableAttributes(pool, client, user),
      ...describePreference(user),
    };
  },
});
