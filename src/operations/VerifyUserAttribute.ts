import type {
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AliasExists,
  CodeMismatch,
  ExpiredCode,
  InvalidParameter,
  LimitExceeded,
  NotAuthorized,
  PasswordResetRequired,
  ResourceNotFound,
  TooManyRequests,
  UserNotConfirmed,
  UserNotFound,
} from '#contract/errors.js';
import { required } from '#contract/shape.js';
import * as shape from '#contract/user-shapes.js';
import { verifiable, verifyAttribute } from '#services/attribute-updates.js';
import { takeAttempt } from '#services/codes.js';
import { operation } from './operation.js';

/** Verifies an address of the signed-in user by a code; an address that waited for it becomes the user's. */
export const VerifyUserAttribute = operation<VerifyUserAttributeCommandInput, VerifyUserAttributeCommandOutput>()({
  access: 'bearer',
  input: {
    AccessToken: required(shape.AccessToken),
    AttributeName: required(shape.AttributeName),
    Code: required(shape.ConfirmationCode),
  },
  errors: [
    AliasExists,
    CodeMismatch,
    ExpiredCode,
    InvalidParameter,
    LimitExceeded,
    NotAuthorized,
    PasswordResetRequired,
    ResourceNotFound,
    TooManyRequests,
    UserNotConfirmed,
    UserNotFound,
  ],

  async handle(input, io) {
    const { pool, user, attemptsKey } = io.bearer;
    const attribute = verifiable(input.AttributeName);
    const counter = { poolId: pool.id, purpose: 'verify-attribute', key: attemptsKey } as const;
    await takeAttempt(io, counter, io.limits.codeAttempts.verifyUserAttribute);
    await verifyAttribute({ pool, user, attribute, code: input.Code }, io);
    return {};
  },
});
