import type {
  AdminSetUserSettingsCommandInput,
  AdminSetUserSettingsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { settingsOfOptions } from '#domain/mfa-preference.js';
import { setPreference } from '#services/mfa-preference.js';
import { operation } from './operation.js';

/** The older way to switch a user's codes by text message on and off; it knows no other factor. */
export const AdminSetUserSettings = operation<AdminSetUserSettingsCommandInput, AdminSetUserSettingsCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    MFAOptions: required(shape.MFAOptionList),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    await setPreference(pool, await io.store.users.get(pool, input.Username), settingsOfOptions(input.MFAOptions), io);
    return {};
  },
});
