import type { GlobalSignOutCommandInput, GlobalSignOutCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
} from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { operation } from './operation.js';

/** Revokes every token of the signed-in user, on all devices and clients. */
export const GlobalSignOut = operation<GlobalSignOutCommandInput, GlobalSignOutCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: required(shape.AccessToken) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed],

  async handle(_input, { bearer: { pool, user }, clock, store }) {
    await store.families.endOfUser(pool.id, user.sub, clock.now());
    return {};
  },
});
