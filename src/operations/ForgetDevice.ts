import type { ForgetDeviceCommandInput, ForgetDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
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
import { deviceOf } from '#services/devices.js';
import { operation } from './operation.js';

/** Removes one of the signed-in user's devices, and revokes the tokens that were issued to it. */
export const ForgetDevice = operation<ForgetDeviceCommandInput, ForgetDeviceCommandOutput>()({
  access: 'bearer',
  input: { AccessToken: optional(shape.AccessToken), DeviceKey: required(shape.DeviceKey) },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],
  empty: true,

  async handle(input, { bearer: { user }, clock, store }) {
    await store.devices.forget(deviceOf(user, input.DeviceKey), clock.now());
    return {};
  },
});
