import type {
  AdminForgetDeviceCommandInput,
  AdminForgetDeviceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { deviceOf } from '#services/devices.js';
import { operation } from './operation.js';

/** Removes one of a user's devices, and revokes the tokens that were issued to it. */
export const AdminForgetDevice = operation<AdminForgetDeviceCommandInput, AdminForgetDeviceCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    DeviceKey: required(shape.DeviceKey),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],
  empty: true,

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const user = await store.users.get(pool, input.Username);
    await store.devices.forget(deviceOf(user, input.DeviceKey), clock.now());
    return {};
  },
});
