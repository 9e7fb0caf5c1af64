import type {
  AdminUpdateDeviceStatusCommandInput,
  AdminUpdateDeviceStatusCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { changeStatus } from '#services/devices.js';
import { operation } from './operation.js';

/** Says whether one of a user's devices is remembered. */
export const AdminUpdateDeviceStatus = operation<
  AdminUpdateDeviceStatusCommandInput,
  AdminUpdateDeviceStatusCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    DeviceKey: required(shape.DeviceKey),
    DeviceRememberedStatus: optional(shape.DeviceRememberedStatus),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    await changeStatus(await io.store.users.get(pool, input.Username), input, io);
    return {};
  },
});
