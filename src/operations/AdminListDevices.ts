import type {
  AdminListDevicesCommandInput,
  AdminListDevicesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { listDevices } from '#services/devices.js';
import { operation } from './operation.js';

/** A page of a user's devices, in the order in which they were confirmed. */
export const AdminListDevices = operation<AdminListDevicesCommandInput, AdminListDevicesCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    Limit: optional(shape.QueryLimitType),
    PaginationToken: optional(shape.SearchPaginationToken),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    return listDevices({ pool, user, limit: input.Limit, token: input.PaginationToken }, io);
  },
});
