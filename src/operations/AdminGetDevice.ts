import type {
  AdminGetDeviceCommandInput,
  AdminGetDeviceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { describeDevice } from '#domain/device.js';
import { deviceOf } from '#services/devices.js';
import { operation } from './operation.js';

/** One of a user's devices. */
export const AdminGetDevice = operation<AdminGetDeviceCommandInput, AdminGetDeviceCommandOutput>()({
  access: 'signed',
  input: {
    DeviceKey: required(shape.DeviceKey),
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    return { Device: describeDevice(pool, user, await store.devices.get(deviceOf(user, input.DeviceKey))) };
  },
});
