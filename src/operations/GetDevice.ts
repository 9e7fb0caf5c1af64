import type { GetDeviceCommandInput, GetDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
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
import { describeDevice } from '#domain/device.js';
import { deviceOf } from '#services/devices.js';
import { operation } from './operation.js';

/** One of the signed-in user's devices. */
export const GetDevice = operation<GetDeviceCommandInput, GetDeviceCommandOutput>()({
  access: 'bearer',
  input: { DeviceKey: required(shape.DeviceKey), AccessToken: optional(shape.AccessToken) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, { bearer: { pool, user }, store }) {
    return { Device: describeDevice(pool, user, await store.devices.get(deviceOf(user, input.DeviceKey))) };
  },
});
