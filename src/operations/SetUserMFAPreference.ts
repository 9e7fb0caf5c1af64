import type {
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
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
import { setPreference } from '#services/mfa-preference.js';
import { operation } from './operation.js';

/** Switches the signed-in user's second factors on and off, and says which one comes first. */
export const SetUserMFAPreference = operation<SetUserMFAPreferenceCommandInput, SetUserMFAPreferenceCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    SMSMfaSettings: optional(shape.SMSMfaSettings),
    SoftwareTokenMfaSettings: optional(shape.SoftwareTokenMfaSettings),
    EmailMfaSettings: optional(shape.EmailMfaSettings),
    WebAuthnMfaSettings: optional(shape.WebAuthnMfaSettings),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, user } = io.bearer;
    await setPreference(pool, user, input, io);
    return {};
  },
});
