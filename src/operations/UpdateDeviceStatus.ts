import type {
  UpdateDeviceStatusCommandInput,
  UpdateDeviceStatusCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
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
import { changeStatus } from '#services/devices.js';
import { operation } from './operation.js';

/** Says whether one of the signed-in user's devices is remembered. */
export const UpdateDeviceStatus = operation<UpdateDeviceStatusCommandInput, UpdateDeviceStatusCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    DeviceKey: required(shape.DeviceKey),
    DeviceRememberedStatus: optional(shape.DeviceRememberedStatus),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    await changeStatus(io.bearer.user, input, io);
    return {};
  },
});
