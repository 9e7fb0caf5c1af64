import type {
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound } from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { setPreference } from '#services/mfa-preference.js';
import { operation } from './operation.js';

/** Switches a user's second factors on and off, and says which one comes first. */
export const AdminSetUserMFAPreference = operation<
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput
>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    SMSMfaSettings: optional(shape.SMSMfaSettings),
    SoftwareTokenMfaSettings: optional(shape.SoftwareTokenMfaSettings),
    EmailMfaSettings: optional(shape.EmailMfaSettings),
    WebAuthnMfaSettings: optional(shape.WebAuthnMfaSettings),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound, UserNotFound],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    await setPreference(pool, await io.store.users.get(pool, input.Username), input, io);
    return {};
  },
});
