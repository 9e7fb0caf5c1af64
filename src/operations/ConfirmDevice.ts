import type { ConfirmDeviceCommandInput, ConfirmDeviceCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import {
  DeviceKeyExists,
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { remembersOnPrompt } from '#domain/device.js';
import { parseDeviceVerifier } from '#domain/device-verifier.js';
import { confirmDevice } from '#services/devices.js';
import { operation } from './operation.js';

/** Confirms the device that a sign-in was given the key of, with the secret that the device proves itself by from now on. */
export const ConfirmDevice = operation<ConfirmDeviceCommandInput, ConfirmDeviceCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    DeviceKey: required(shape.DeviceKey),
    DeviceSecretVerifierConfig: optional(shape.DeviceSecretVerifierConfig),
    DeviceName: optional(shape.DeviceName),
  },
  errors: [
    DeviceKeyExists,
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    await confirmDevice(
      io.bearer,
      {
        key: input.DeviceKey,
        name: input.DeviceName,
        verifier: parseDeviceVerifier(input.DeviceSecretVerifierConfig),
      },
      io,
    );
    return { UserConfirmationNecessary: remembersOnPrompt(io.bearer.pool) };
  },
});
