import type {
  SetUserSettingsCommandInput,
  SetUserSettingsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { settingsOfOptions } from '#domain/mfa-preference.js';
import { setPreference } from '#services/mfa-preference.js';
import { operation } from './operation.js';

/** The older way to switch codes by text message on and off; it knows no other factor. */
export const SetUserSettings = operation<SetUserSettingsCommandInput, SetUserSettingsCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    MFAOptions: required(shape.MFAOptionList),
  },
  errors: [InvalidParameter, NotAuthorized, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound],

  async handle(input, io) {
    const { pool, user } = io.bearer;
    await setPreference(pool, user, settingsOfOptions(input.MFAOptions), io);
    return {};
  },
});
