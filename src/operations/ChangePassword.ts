import type {
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  InvalidParameter,
  InvalidPassword,
  LimitExceeded,
  NotAuthorized,
  PasswordHistoryPolicyViolation,
  PasswordResetRequired,
  ResourceNotFound,
  TooManyRequests,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { passwordRefusals, requirePolicy } from '#domain/password-policy.js';
import { takeAttempt } from '#services/codes.js';
import { changedPassword } from '#services/password-change.js';
import { operation } from './operation.js';

/** Gives the signed-in user a new password. Tokens already issued stay valid. */
export const ChangePassword = operation<ChangePasswordCommandInput, ChangePasswordCommandOutput>()({
  access: 'bearer',
  input: {
    PreviousPassword: optional(shape.Password),
    ProposedPassword: required(shape.Password),
    AccessToken: required(shape.AccessToken),
  },
  errors: [
    InvalidParameter,
    InvalidPassword,
    LimitExceeded,
    NotAuthorized,
    PasswordHistoryPolicyViolation,
    PasswordResetRequired,
    ResourceNotFound,
    TooManyRequests,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, user, attemptsKey } = io.bearer;
    const counter = { poolId: pool.id, purpose: 'change-password', key: attemptsKey } as const;
    await takeAttempt(io, counter, io.limits.changePassword);

    const current = await io.store.passwords.current(pool.id, user.sub);
    const proven =
      current === undefined
        ? input.PreviousPassword === undefined
        : await io.passwords.verify(current, input.PreviousPassword ?? '');
    if (!proven) throw NotAuthorized(messages.wrongPassword);

    requirePolicy(pool.settings.Policies.PasswordPolicy, input.ProposedPassword, passwordRefusals.change);
    const change = await changedPassword(
      { pool, user },
      input.ProposedPassword,
      { status: user.status, temporary: false },
      io,
    );
    const options = {
      now: io.clock.now(),
      ends: [],
      fromStatus: user.status,
      fromHash: current ?? null,
    };
    // The password was changed meanwhile, so the one that was proven is no longer the previous one.
    if (!(await io.store.passwords.change(pool.id, user.sub, change, options)))
      throw NotAuthorized(messages.wrongPassword);
    return {};
  },
});
