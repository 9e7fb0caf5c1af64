import type {
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  InvalidPassword,
  NotAuthorized,
  PasswordHistoryPolicyViolation,
  ResourceNotFound,
  TooManyRequests,
  UserNotFound,
} from '#contract/errors.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { passwordRefusals, requirePolicy } from '#domain/password-policy.js';
import { changedPassword } from '#services/password-change.js';
import { operation } from './operation.js';

/** Gives a user a password, for good or until the first sign-in; codes that were sent before end with it. */
export const AdminSetUserPassword = operation<AdminSetUserPasswordCommandInput, AdminSetUserPasswordCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(shape.UserPoolId),
    Username: required(shape.Username),
    Password: required(shape.Password),
    Permanent: optional(shape.boolean),
  },
  errors: [
    InvalidParameter,
    InvalidPassword,
    NotAuthorized,
    PasswordHistoryPolicyViolation,
    ResourceNotFound,
    TooManyRequests,
    UserNotFound,
  ],

  async handle(input, io) {
    const pool = await io.store.pools.getVisible(io.caller, input.UserPoolId);
    const user = await io.store.users.get(pool, input.Username);
    requirePolicy(pool.settings.Policies.PasswordPolicy, input.Password, passwordRefusals.change);
    const temporary = !input.Permanent;
    const status = temporary ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED';
    const change = await changedPassword({ pool, user }, input.Password, { status, temporary }, io);
    const options = { now: io.clock.now(), ends: ['sign-up', 'reset'], enables: true } as const;
    if (!(await io.store.passwords.change(pool.id, user.sub, change, options))) throw UserNotFound();
    return {};
  },
});
