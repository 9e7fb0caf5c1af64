import type {
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
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
import { authFactors } from '#services/auth-factors.js';
import { operation } from './operation.js';

/** What the signed-in user can sign in with. */
export const GetUserAuthFactors = operation<GetUserAuthFactorsCommandInput, GetUserAuthFactorsCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  handle: (_input, io) => authFactors(io.bearer.pool, io.bearer.user.sub, io),
});
