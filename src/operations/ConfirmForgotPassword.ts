import type {
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CodeMismatch,
  ExpiredCode,
  InvalidParameter,
  InvalidPassword,
  LimitExceeded,
  NotAuthorized,
  PasswordHistoryPolicyViolation,
  ResourceNotFound,
  TooManyRequests,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { hidesUsers } from '#domain/client.js';
import { checkSecretHash } from '#domain/secret-hash.js';
import { checkResetCode, takeAttempt } from '#services/codes.js';
import { namedUser } from '#services/named-user.js';
import { resetByCode } from '#services/password-reset.js';
import { operation } from './operation.js';

/** Sets a new password by the code that ForgotPassword sent, and forgets failed attempts at the old one. */
export const ConfirmForgotPassword = operation<ConfirmForgotPasswordCommandInput, ConfirmForgotPasswordCommandOutput>()(
  {
    access: 'public',
    input: {
      ClientId: required(shape.ClientId),
      SecretHash: optional(shape.SecretHash),
      Username: required(shape.Username),
      ConfirmationCode: required(shape.ConfirmationCode),
      Password: required(shape.Password),
      AnalyticsMetadata: optional(shape.AnalyticsMetadata),
      UserContextData: optional(shape.UserContextData),
      ClientMetadata: optional(shape.ClientMetadata),
    },
    errors: [
      CodeMismatch,
      ExpiredCode,
      InvalidParameter,
      InvalidPassword,
      LimitExceeded,
      NotAuthorized,
      PasswordHistoryPolicyViolation,
      ResourceNotFound,
      TooManyRequests,
      UserNotConfirmed,
      UserNotFound,
    ],

    async handle(input, io) {
      const { pool, client } = await io.store.pools.byClientId(input.ClientId);
      checkSecretHash(client, input.SecretHash, [input.Username]);
      const named = { pool, client, name: input.Username, purpose: 'reset' } as const;
      const { found, attemptsKey, deriveKey } = await namedUser(named, io);
      const shown = hidesUsers(client) ? undefined : found?.user;
      if (shown?.enabled === false) throw NotAuthorized(messages.userDisabled);
      if (shown?.status === 'UNCONFIRMED') throw UserNotConfirmed();

      const counter = { poolId: pool.id, purpose: 'confirm-forgot-password', key: attemptsKey } as const;
      await takeAttempt(io, counter, io.limits.codeAttempts.confirmForgotPassword);
      if (!found?.user.enabled) throw CodeMismatch();

      const code = checkResetCode(found, { code: input.ConfirmationCode, deriveKey }, io.clock.now());
      await resetByCode({ pool, found, code, password: input.Password }, io);
      return {};
    },
  },
);
