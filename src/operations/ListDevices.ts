import type { ListDevicesCommandInput, ListDevicesCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { listDevices } from '#services/devices.js';
import { operation } from './operation.js';

/** A page of the signed-in user's devices, in the order in which they were confirmed. */
export const ListDevices = operation<ListDevicesCommandInput, ListDevicesCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    Limit: optional(shape.QueryLimitType),
    PaginationToken: optional(shape.SearchPaginationToken),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, user } = io.bearer;
    return listDevices({ pool, user, limit: input.Limit, token: input.PaginationToken }, io);
  },
});
